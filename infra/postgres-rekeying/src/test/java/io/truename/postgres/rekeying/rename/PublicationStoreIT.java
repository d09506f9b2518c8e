// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.rename;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.rename.PublicationStore.Entry;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicationStoreIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RenameCursor PLACE = new RenameCursor(7, 3);

    private final TestDatabase corpus = Migration.database(Version.NEWEST);
    private final PublicationStore store = new PublicationStore();
    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final Migration migration;

    PublicationStoreIT() {
        SchemaVariant.FILES_WITH_METADATA.create(corpus, 30);
        migration = Migration.of(
                SchemaVariant.FILES_WITH_METADATA,
                corpus,
                "external: [{store: objects, of: documents}, {store: vectors, of: chunks}]");
    }

    @AfterEach
    void close() {
        migration.close();
    }

    private Optional<RenameCursor> claim(UUID holder, Duration length) {
        return migration.database().with(session -> store.claim(session, "objects", holder, length));
    }

    private boolean moved(UUID holder) {
        return migration.database().with(session -> store.moved(session, "objects", holder, PLACE, LONG));
    }

    @Test
    void lease_isHeldByOne_andReleased() {
        assertThat(claim(one, LONG)).contains(RenameCursor.BEGIN);
        assertThat(claim(other, LONG)).isEmpty();
        assertThat(moved(one)).isTrue();
        migration.database().with(session -> {
            store.release(session, "objects", one);
            return true;
        });
        assertThat(claim(other, LONG)).contains(PLACE);
    }

    /** A publisher that was thought dead must not move the cursor of the one after it. */
    @Test
    void lease_thatExpired_isTaken_andItsHolderMovesNothing() {
        claim(one, LONG);
        new BookkeepingChanges(corpus).expirePublications();
        assertThat(claim(other, LONG)).contains(RenameCursor.BEGIN);
        assertThat(moved(one)).isFalse();
        assertThat(moved(other)).isTrue();
        migration.database().with(session -> {
            store.release(session, "objects", one);
            return true;
        });
        assertThat(claim(one, LONG)).isEmpty();
    }

    /** Each pair names the one before with either of its names, within its store. */
    @Test
    void pairs_nameThoseBefore() {
        UUID run = migration.started(Migration.SETTINGS);
        migration.drive(run, RunState.FINISHED);
        migration.rolledBack(run);
        for (String name : List.of("objects", "vectors")) {
            Map<String, Long> last = new HashMap<>();
            List<Entry> pairs = entries(name);
            assertThat(pairs).isNotEmpty();
            for (Entry pair : pairs) {
                assertThat(pair.fromAfter())
                        .isEqualTo(last.getOrDefault(pair.rename().from(), 0L));
                assertThat(pair.toAfter())
                        .isEqualTo(last.getOrDefault(pair.rename().to(), 0L));
                last.put(pair.rename().from(), pair.rename().cursor().position());
                last.put(pair.rename().to(), pair.rename().cursor().position());
            }
            assertThat(pairs).anySatisfy(pair -> assertThat(pair.fromAfter()).isPositive());
        }
        assertThat(migration.database().with(store::stores)).containsExactly("objects", "vectors");
    }

    @Test
    void oldest_isTheAgeOfTheFirstPairAfterTheCursor() {
        assertThat(migration.database().with(store::oldest)).isZero();
        UUID run = migration.started(Migration.SETTINGS);
        migration.drive(run, RunState.FINISHED);
        new BookkeepingChanges(corpus)
                .set(BookkeepingTable.RENAME, "written_at = written_at - interval '1 hour'", "store = 'objects'");
        assertThat(migration.database().with(store::oldest)).isBetween(LONG, Duration.ofHours(2));
        claim(one, LONG);
        List<Entry> pairs = entries("objects");
        RenameCursor last = pairs.get(pairs.size() - 1).rename().cursor();
        migration.database().with(session -> store.moved(session, "objects", one, last, LONG));
        assertThat(migration.database().with(store::oldest)).isLessThan(LONG);
    }

    private List<Entry> entries(String name) {
        // Transactions of other databases of the server hold them back for a moment.
        Migration.await(
                () -> "pairs are held back",
                () -> migration
                                .database()
                                .with(session -> store.list(session, name, RenameCursor.BEGIN, 10_000))
                                .size()
                        == migration.database().with(new RenameStore()::pending).stream()
                                .filter(pending -> pending.store().equals(name))
                                .mapToLong(RenameStore.Pending::pairs)
                                .sum());
        return migration.database().with(session -> store.list(session, name, RenameCursor.BEGIN, 10_000));
    }
}
