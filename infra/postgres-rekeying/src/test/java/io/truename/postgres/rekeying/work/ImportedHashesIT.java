// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.assess.ScanState;
import io.truename.postgres.corpus.imported.ImportOptions;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportTally;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedPair;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hashes that were imported by the ids of documents: found before, during and after a move, and back again to the byte. */
class ImportedHashesIT {
    private static final int DOCUMENTS = 60;

    private final TestDatabase corpus = Migration.database(Version.NEWEST);
    private final ImportedHashStore store = new ImportedHashStore();
    private final Migration migration;

    ImportedHashesIT() {
        SchemaVariant.CONTENT_ELSEWHERE.create(corpus, DOCUMENTS);
        migration = Migration.of(SchemaVariant.CONTENT_ELSEWHERE, corpus);
    }

    @AfterEach
    void close() {
        migration.close();
    }

    /** All of the table, conflicts included. */
    private List<String> facts() {
        return corpus.rows("SELECT h::text FROM " + hashes() + " h ORDER BY key");
    }

    private static String hashes() {
        return TableSql.quoted(ImportedHashes.TABLE);
    }

    /** Pairs as the list had them that was imported first. */
    private List<ImportedPair> list() {
        List<ImportedPair> pairs = new ArrayList<>();
        corpus.rows("SELECT key || ' ' || encode(sha256, 'hex') FROM " + hashes() + " ORDER BY key")
                .forEach(row -> pairs.add(new ImportedPair(
                        pairs.size() + 1, row.substring(0, row.length() - 65), row.substring(row.length() - 64))));
        return pairs;
    }

    private ImportTally imported(List<ImportedPair> pairs) {
        return migration
                .database()
                .with(session -> store.store(session, pairs, new ImportOptions(OnConflict.KEEP, true)));
    }

    private String withoutHash() {
        return corpus.value("SELECT count(*) FROM app.documents d WHERE "
                + RecipeSql.contentHash(migration.schema().documents(), "d")
                + " IS NULL");
    }

    @Test
    void keysMoveWithTheDocuments_andComeBackToTheByte() {
        List<String> before = facts();
        List<ImportedPair> list = list();
        UUID run = migration.started(Migration.SETTINGS);
        migration.oneBatch(run, 0);
        assertThat(migration.view(run).documents().done()).isPositive();
        assertThat(withoutHash()).isEqualTo("0");
        assertThat(facts()).isNotEqualTo(before);

        RunView finished = migration.drive(run, RunState.FINISHED);

        assertThat(finished.documents().quarantined()).isZero();
        assertThat(withoutHash()).isEqualTo("0");
        // The same list with its old ids, as it may come again at any time. A duplicate's line is that of its survivor
        // now.
        assertThat(imported(list)).isEqualTo(new ImportTally(0, list.size(), 0, 0, List.of()));

        migration.rolledBack(run);

        assertThat(facts()).isEqualTo(before);
        assertThat(withoutHash()).isEqualTo("0");
        assertThat(imported(list)).isEqualTo(new ImportTally(0, list.size(), 0, 0, List.of()));
    }

    /** The list comes while documents move: each key is that of its document at the moment. */
    @Test
    void importBetweenBatches_addsNoKeyTwice() {
        List<String> before = facts();
        List<ImportedPair> list = list();
        UUID run = migration.started(Migration.SETTINGS);
        migration.oneBatch(run, 0);
        assertThat(imported(list).equal()).isEqualTo(list.size());
        migration.drive(run, RunState.FINISHED);
        migration.command(run, RunCommand.ROLL_BACK);
        migration.oneBatch(run, 0);
        assertThat(imported(list).equal()).isEqualTo(list.size());
        migration.drive(run, RunState.ROLLED_BACK);
        assertThat(facts()).isEqualTo(before);
    }

    /** A hash that comes late makes its document move in a later pass of the same run, or in the next run. */
    @Test
    void documentsWithoutHash_areCounted_andMoveOnceTheyHaveOne() {
        corpus.execute("CREATE TABLE app.kept AS SELECT key, encode(sha256, 'hex') AS sha256 FROM " + hashes()
                + " WHERE key LIKE 'objects/1%'; DELETE FROM " + hashes() + " WHERE key LIKE 'objects/1%'");
        String missing = withoutHash();
        assertThat(Integer.parseInt(missing)).isPositive();

        Finding finding = assessment().findings().stream()
                .filter(found -> found.code().equals("imported.missing"))
                .findFirst()
                .orElseThrow();
        assertThat(finding.reason()).startsWith(missing + " documents have no imported hash");
        String statement = finding.remedy().substring(0, finding.remedy().indexOf(';'));
        assertThat(corpus.rows(statement)).hasSize(Integer.parseInt(missing));

        UUID run = migration.started(Migration.settings(1, 1, RunSettings.OnFailure.PAUSE));
        RunView finished = migration.drive(run, RunState.FINISHED);
        assertThat(finished.documents().quarantined()).isEqualTo(Long.parseLong(missing));

        List<ImportedPair> late = new ArrayList<>();
        corpus.rows("SELECT key || ' ' || sha256 FROM app.kept")
                .forEach(row ->
                        late.add(new ImportedPair(late.size() + 1, row.split(" ", -1)[0], row.split(" ", -1)[1])));
        assertThat(imported(late).stored()).isEqualTo(late.size());
        RunView next = migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
        assertThat(next.documents().done()).isEqualTo(Long.parseLong(missing));
        assertThat(next.documents().quarantined()).isZero();
        assertThat(assessment().findings()).extracting(Finding::code).doesNotContain("imported.missing");
    }

    private Assessment assessment() {
        Assessor assessor = new Assessor(migration.schema(), Assessor.RECENT_DAYS);
        return migration.database().with(session -> {
            ScanState scanned = assessor.scan(session, ScanState.BEGIN, () -> false);
            return assessor.complete(session, scanned, () -> SampleAttempt.NONE, List.of());
        });
    }
}
