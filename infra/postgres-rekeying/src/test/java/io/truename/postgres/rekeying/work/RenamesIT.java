// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.postgres.rekeying.rename.RenameStore;
import io.truename.postgres.rekeying.rename.RenameStore.Acknowledged;
import io.truename.postgres.rekeying.rename.RenameStore.Rename;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bucket and a vector store that follow the outbox, forwards and backwards. */
class RenamesIT {
    private static final int DOCUMENTS = 60;
    private static final String EXTERNAL = """
            external:
              - {store: objects, of: documents, pattern: 'raw/{id}.pdf'}
              - {store: vectors, of: chunks}
            """;

    private final TestDatabase corpus = Migration.database(Version.NEWEST);
    private final RenameStore store = new RenameStore();
    private final Migration migration;

    RenamesIT() {
        SchemaVariant.FILES_WITH_METADATA.create(corpus, DOCUMENTS);
        migration = Migration.of(SchemaVariant.FILES_WITH_METADATA, corpus, EXTERNAL);
    }

    @AfterEach
    void close() {
        migration.close();
    }

    /**
     * Store outside of the database that applies pairs in order. A merged pair leaves one name of two; back it makes the second one anew.
     */
    private final class Follower {
        private final String name;
        private final Set<String> names;
        private RenameCursor place = RenameCursor.BEGIN;
        private int applied;

        Follower(String name, List<String> names) {
            this.name = name;
            this.names = new HashSet<>(names);
        }

        /** Applies all pairs. Transactions of other databases of the server may hold them back for a moment. */
        void follow() {
            Migration.await(() -> applied + " of " + pending(name), () -> {
                read();
                return applied == pending(name);
            });
        }

        void read() {
            List<Rename> page;
            do {
                RenameCursor from = place;
                page = migration.database().with(session -> store.list(session, name, from, 7));
                page.forEach(this::apply);
            } while (!page.isEmpty());
        }

        private void apply(Rename rename) {
            assertThat(names).as(rename.toString()).contains(rename.from());
            if (!rename.merged() || rename.direction() == Direction.FORWARD) {
                names.remove(rename.from());
            }
            names.add(rename.to());
            place = rename.cursor();
            applied++;
        }
    }

    private List<String> objects() {
        return corpus.rows("SELECT 'raw/' || id || '.pdf' FROM app.file");
    }

    private List<String> vectors() {
        return corpus.rows("SELECT id FROM app.chunk");
    }

    @Test
    void stores_followForwardsAndBackwards() {
        Follower bucket = new Follower("objects", objects());
        Follower index = new Follower("vectors", vectors());
        Set<String> objectsBefore = Set.copyOf(objects());
        Set<String> vectorsBefore = Set.copyOf(vectors());
        UUID run = migration.started(Migration.SETTINGS);
        migration.oneBatch(run, 0);
        bucket.follow();
        assertThat(bucket.names).containsExactlyInAnyOrderElementsOf(objects());

        migration.drive(run, RunState.FINISHED);
        bucket.follow();
        index.follow();

        assertThat(bucket.names).containsExactlyInAnyOrderElementsOf(objects()).isNotEqualTo(objectsBefore);
        assertThat(index.names).containsExactlyInAnyOrderElementsOf(vectors()).isNotEqualTo(vectorsBefore);
        int forward = bucket.applied;

        migration.rolledBack(run);
        bucket.follow();
        index.follow();

        assertThat(bucket.names).isEqualTo(objectsBefore);
        assertThat(index.names).isEqualTo(vectorsBefore);
        assertThat(bucket.applied).isEqualTo(2 * forward);
    }

    /** Pairs that a transaction writes, which began before those that were read and commits after them, come later and are not missed. */
    @Test
    void pairsBesideAnOpenTransaction_wait() {
        Follower bucket = new Follower("objects", objects());
        UUID run = migration.started(Migration.SETTINGS);
        try (Session open = migration.database().open()) {
            open.begin();
            open.one("SELECT pg_current_xact_id()::text AS id", row -> row.text("id"));
            migration.oneBatch(run, 0);
            bucket.read();
            assertThat(bucket.applied).isZero();
            assertThat(pending("objects")).isPositive();
            open.rollback();
        }
        bucket.follow();
        assertThat(bucket.applied).isPositive();
        migration.drive(run, RunState.FINISHED);
        bucket.follow();
        assertThat(bucket.names).containsExactlyInAnyOrderElementsOf(objects());
    }

    @Test
    void acknowledgedPairs_areGone_andARepetitionChangesNothing() {
        List<String> before = objects();
        UUID run = migration.started(Migration.SETTINGS);
        migration.drive(run, RunState.FINISHED);
        new Follower("objects", before).follow();
        List<Rename> all = objectRenames();
        RenameCursor middle = all.get(all.size() / 2).cursor();
        long vectors = pending("vectors");

        assertThat(acknowledge(middle)).contains(new Acknowledged(all.size() / 2 + 1, true));
        assertThat(acknowledge(middle)).contains(new Acknowledged(0, true));

        assertThat(objectRenames()).isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
        assertThat(pending("vectors")).isEqualTo(vectors).isPositive();
    }

    /** Catches pairs that are deleted before the store has seen them. */
    @Test
    void placeOfAnotherStore_orOfNone_deletesNothing() {
        List<String> before = objects();
        UUID run = migration.started(Migration.SETTINGS);
        migration.drive(run, RunState.FINISHED);
        new Follower("objects", before).follow();
        List<Rename> all = objectRenames();
        RenameCursor last = all.get(all.size() - 1).cursor();
        RenameCursor other = migration
                .database()
                .with(session -> store.list(session, "vectors", all.get(0).cursor(), 1))
                .get(0)
                .cursor();

        assertThat(acknowledge(other)).isEmpty();
        assertThat(acknowledge(new RenameCursor(last.writer() + 1, last.position() + 1)))
                .isEmpty();
        assertThat(objectRenames()).isEqualTo(all);
        assertThat(acknowledge(RenameCursor.BEGIN)).contains(new Acknowledged(0, true));
    }

    private List<Rename> objectRenames() {
        return migration.database().with(session -> store.list(session, "objects", RenameCursor.BEGIN, 1_000));
    }

    private Optional<Acknowledged> acknowledge(RenameCursor until) {
        return migration.database().with(session -> store.acknowledge(session, "objects", until, () -> false));
    }

    private long pending(String name) {
        return migration.database().with(store::pending).stream()
                .filter(each -> each.store().equals(name))
                .mapToLong(RenameStore.Pending::pairs)
                .sum();
    }

    /** A worker that dies before the commit leaves no pair, and the one after it leaves each once. */
    @Test
    void batchThatIsNotCommitted_leavesNoPair() {
        UUID run = migration.started(Migration.SETTINGS);
        corpus.execute("CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''57P05''; END';"
                + " CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON app.file DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                + " EXECUTE FUNCTION app.refuse()");
        try {
            migration.worker().work(run, 0, () -> false);
        } catch (RuntimeException ended) {
            assertThat(ended).isNotNull();
        }
        assertThat(pending("objects")).isZero();
        corpus.execute("DROP TRIGGER refuse ON app.file");
        if (migration.view(run).state() == RunState.PAUSED) {
            migration.command(run, RunCommand.RESUME);
        }
        Follower bucket = new Follower("objects", objects());
        migration.drive(run, RunState.FINISHED);
        bucket.follow();
        assertThat(bucket.names).containsExactlyInAnyOrderElementsOf(objects());
    }
}
