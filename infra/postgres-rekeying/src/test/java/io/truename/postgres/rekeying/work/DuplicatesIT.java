// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.assess.ScanState;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.TableContents;
import io.truename.testkit.suite.LongSuite;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that differs is ever merged: the plan's forecast of duplicates, and the run's treatment of them. Long, because the cases
 * share one small corpus.
 */
class DuplicatesIT {
    private static final String MAPPING = """
            documents: {table: lib.paper, id: pid, user: who, contentHash: digest, createdAt: made}
            chunks: {table: lib.piece, id: cid, document: pid, chunker: tool, chunkerVersion: rev, ordinal: ord}
            """;

    private static final String TABLES = "CREATE SCHEMA lib;"
            + "CREATE TABLE lib.paper (pid uuid PRIMARY KEY DEFAULT gen_random_uuid(), who text, digest text,"
            + " made timestamptz DEFAULT clock_timestamp(), title text);"
            + "CREATE TABLE lib.piece (cid uuid PRIMARY KEY DEFAULT gen_random_uuid(), pid uuid NOT NULL REFERENCES lib.paper,"
            + " tool text NOT NULL DEFAULT 'md', rev text NOT NULL DEFAULT '1', ord int NOT NULL DEFAULT 0, body text);"
            + "CREATE INDEX ON lib.piece (pid);"
            + "CREATE TABLE lib.note (n int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, pid uuid REFERENCES lib.paper,"
            + " kind text, words json, UNIQUE (pid, kind));";

    /** All that is distinct, without ids and bookkeeping. */
    private static final String CONTENT = "CREATE TABLE fixture.%1$s AS"
            + " SELECT DISTINCT who || ' ' || digest || ' ' || coalesce(title, '') AS content FROM lib.paper"
            + " UNION SELECT who || ' ' || digest || ' ' || ROW(tool, rev, ord, body)::text FROM lib.piece JOIN lib.paper USING (pid)"
            + " UNION SELECT who || ' ' || digest || ' ' || ROW(kind, words)::text FROM lib.note JOIN lib.paper USING (pid)";

    private static RunSettings settings(OnCollision policy) {
        RunSettings usual = Migration.settings(1, 0.01, RunSettings.OnFailure.PAUSE);
        return new RunSettings(
                usual.strategy(),
                policy,
                usual.dryRun(),
                usual.acceptNoBackup(),
                usual.acceptSlowReferences(),
                usual.workers(),
                usual.targetBatch(),
                usual.mostRowsPerSecond(),
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                usual.vacuum());
    }

    private static TestDatabase corpus(Version version) {
        TestDatabase corpus = Migration.database(version);
        corpus.execute("CREATE SCHEMA fixture;" + TABLES);
        return corpus;
    }

    /** A document, its content told by a name; more than one call stores it more than once. */
    private static void paper(TestDatabase corpus, String name, String title, String pieces) {
        corpus.execute("WITH p AS (INSERT INTO lib.paper (who, digest, title) VALUES ('u',"
                + " encode(sha256('" + name + "'), 'hex'), '" + title + "') RETURNING pid)"
                + " INSERT INTO lib.piece (pid, ord, body) SELECT pid, ord, body FROM p, (VALUES " + pieces
                + ") AS c (ord, body)");
    }

    private static Map<String, String> contents(TestDatabase corpus) {
        return TableContents.of(corpus, Set.of());
    }

    private static List<String> setAside(TestDatabase corpus) {
        return new BookkeepingTables(corpus)
                .quarantined().stream()
                        .map(entry -> corpus.value("SELECT title FROM lib.paper WHERE pid = '" + entry.oldId() + "'")
                                + "\t" + entry.code())
                        .sorted()
                        .toList();
    }

    /** Twenty documents with four chunks each, as the corpora have them in which this was found. */
    private static TestDatabase twenty(Version version, String spoil) {
        TestDatabase corpus = corpus(version);
        corpus.execute("INSERT INTO lib.paper (who, digest, made, title) SELECT 'u' || i % 7,"
                + " encode(sha256(convert_to('body' || i, 'UTF8')), 'hex'), '2024-01-01'::timestamptz + i * interval '1 min', 'p' || i"
                + " FROM generate_series(1, 20) i;"
                + "INSERT INTO lib.piece (pid, ord, body) SELECT pid, o, 't' || o FROM lib.paper, generate_series(0, 3) o;"
                + spoil
                + "CREATE TABLE lib.cite (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cid uuid REFERENCES lib.piece);"
                + "INSERT INTO lib.cite (cid) SELECT cid FROM lib.piece");
        return corpus;
    }

    @ParameterizedTest
    @EnumSource
    void ordinalThatIsAlwaysZero_losesNoText(Version version) {
        TestDatabase corpus = twenty(version, "UPDATE lib.piece SET body = body || ' of ' || pid, ord = 0;");
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);

            RunView planned = migration.view(run);
            assertThat(planned.duplicates()).isEqualTo(new RunView.Duplicates(0, 0, 20, 60));
            assertThat(planned.findings())
                    .anyMatch(finding -> finding.code().equals("preflight.duplicates.differ")
                            && finding.reason().startsWith("20 documents have"));
            migration.command(run, RunCommand.START);
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(20);
            assertThat(finished.chunks().merged()).isZero();
            assertThat(contents(corpus)).isEqualTo(before);
            assertThat(new BookkeepingTables(corpus).quarantine()).isNotEmpty().allSatisfy(entry -> {
                assertThat(entry.code()).isEqualTo("chunk.differs");
                assertThat(entry.reason()).contains("differ in body,");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOrdinalThatIsTwice_setsItsDocumentAside_andTheOthersMove(Version version) {
        TestDatabase corpus = twenty(
                version,
                "UPDATE lib.piece SET ord = 0 WHERE ord = 1 AND pid = (SELECT pid FROM lib.paper ORDER BY made LIMIT 1);");
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).duplicates()).isEqualTo(new RunView.Duplicates(0, 0, 1, 1));
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().done()).isEqualTo(19);
            assertThat(setAside(corpus)).containsExactly("p1\tchunk.differs");
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("80");
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    /** A column of some type, what two chunks with one ordinal have in it, and whether that is the same. */
    private record Pair(String type, String one, String other, boolean equal) {}

    private static final String LONG = "(SELECT string_agg(md5(i::text), '') || '%s' FROM generate_series(1, 2000) i)";

    private static final List<Pair> PAIRS = List.of(
            new Pair("text", "'a'", "'a'", true),
            new Pair("text", "'a'", "'A'", false),
            new Pair("text", "NULL", "NULL", true),
            new Pair("text", "NULL", "''", false),
            new Pair("text", LONG.formatted("x"), LONG.formatted("x"), true),
            new Pair("text", LONG.formatted("x"), LONG.formatted("y"), false),
            new Pair("json", "'{\"a\": 1}'", "'{\"a\": 1}'", true),
            new Pair("json", "'{\"a\": 1}'", "'{\"a\":1}'", false),
            new Pair("jsonb", "'{\"a\": 1, \"b\": 2}'", "'{\"b\":2,\"a\":1}'", true),
            new Pair("jsonb", "'1.0'", "'1.00'", false),
            new Pair("numeric", "1.0", "1.0", true),
            new Pair("numeric", "1.0", "1.00", false),
            new Pair("float8", "'NaN'", "'NaN'", true),
            new Pair("float8", "'0'", "'-0'", false),
            new Pair("float8", "0.1", "0.1::float8 + 1e-19", true),
            new Pair("float8", "0.3", "0.1::float8 + 0.2", false),
            new Pair("real[]", "ARRAY[0.1, NULL, 'NaN']::real[]", "ARRAY[0.1, NULL, 'NaN']::real[]", true),
            new Pair("real[]", "ARRAY[0.1]::real[]", "ARRAY[0.10001]::real[]", false),
            new Pair("interval", "'1 day'", "'24 hours'", false),
            new Pair("point", "'(1,2)'", "'(1,2)'", true),
            new Pair("point", "'(1,2)'", "'(1,3)'", false),
            new Pair("xml", "'<a/>'", "'<a/>'", true),
            new Pair("xml", "'<a/>'", "'<a></a>'", false),
            new Pair("tsvector", "'a:1'", "'a:1'", true),
            new Pair("lib.size", "ROW(1.0, 'x')", "ROW(1.0, 'x')", true),
            new Pair("lib.size", "ROW(1.0, 'x')", "ROW(1.00, 'x')", false),
            new Pair("citext", "'a'", "'a'", true),
            new Pair("citext", "'a'", "'A'", false),
            new Pair("bytea", "'\\x00'", "'\\x0000'", false));

    @ParameterizedTest
    @EnumSource
    void valuesOfEveryType_areEqualOnlyIfTheyAreStoredAlike(Version version) {
        TestDatabase corpus = corpus(version);
        // What a role prefers to see must not decide what is equal.
        corpus.execute("CREATE TYPE lib.size AS (a numeric, b text); DO $$ BEGIN EXECUTE 'ALTER DATABASE ' ||"
                + " quote_ident(current_database()) || ' SET extra_float_digits = -15'; END $$");
        Set<String> without = new java.util.HashSet<>();
        // The type xml comes with the library that xml2 needs, too.
        Map.of("citext", "citext", "xml", "xml2").forEach((type, extension) -> {
            if (corpus.value("SELECT count(*) FROM pg_available_extensions WHERE name = '" + extension + "'")
                    .equals("0")) {
                without.add(type);
            }
        });
        if (!without.contains("citext")) {
            corpus.execute("CREATE EXTENSION IF NOT EXISTS citext");
        }
        List<Pair> pairs =
                PAIRS.stream().filter(pair -> !without.contains(pair.type())).toList();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            corpus.execute("ALTER TABLE lib.piece ADD x" + i + " " + pair.type() + ";"
                    + "INSERT INTO lib.paper (who, digest, title) VALUES ('u', encode(sha256('" + i
                    + "'), 'hex'), 'p" + i + "');"
                    + "INSERT INTO lib.piece (pid, x" + i + ") SELECT pid, v FROM lib.paper, (VALUES (" + pair.one()
                    + "::" + pair.type() + "), ((" + pair.other() + ")::" + pair.type()
                    + ")) AS t (v) WHERE title = 'p" + i + "'");
        }
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);

            String expected = java.util.stream.IntStream.range(0, pairs.size())
                    .filter(i -> !pairs.get(i).equal())
                    .mapToObj(i -> "p" + i + "\tchunk.differs")
                    .sorted()
                    .toList()
                    .toString();
            assertThat(setAside(corpus).stream().sorted().toList()).hasToString(expected);
            long equal = pairs.stream().filter(Pair::equal).count();
            assertThat(migration.view(run).duplicates())
                    .isEqualTo(new RunView.Duplicates(0, equal, pairs.size() - equal, pairs.size() - equal));
            migration.command(run, RunCommand.START);
            migration.drive(run, RunState.FINISHED);
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("" + (2L * pairs.size() - equal));
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    /** Five pairs: equal ones, and one each that differs in the document, a chunk, an embedding, and a row under a unique key. */
    private static TestDatabase pairs(Version version) {
        TestDatabase corpus = corpus(version);
        for (String name : List.of("same", "title", "chunk", "note")) {
            paper(corpus, name, name, "(0, 'a'), (1, 'b')");
            paper(
                    corpus,
                    name,
                    name.equals("title") ? "other title" : name,
                    name.equals("chunk") ? "(0, 'a'), (1, 'other'), (2, 'c')" : "(0, 'a'), (1, 'b'), (2, 'c')");
        }
        corpus.execute("INSERT INTO lib.note (pid, kind, words) SELECT pid, 'k', '[1]' FROM lib.paper;"
                + "UPDATE lib.note SET words = '[2]' WHERE pid = (SELECT pid FROM lib.paper WHERE title = 'note'"
                + " ORDER BY made DESC LIMIT 1)");
        return corpus;
    }

    @ParameterizedTest
    @EnumSource
    void pairsThatDiffer_areSetAside_andMergedWhenTheyAreRepaired(Version version) {
        TestDatabase corpus = pairs(version);
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).duplicates()).isEqualTo(new RunView.Duplicates(1, 2, 3, 0));
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isEqualTo(1);
            assertThat(finished.documents().done()).isEqualTo(4);
            assertThat(setAside(corpus))
                    .containsExactly("chunk\tchunk.differs", "note\trow.differs", "other title\tdocument.differs");
            assertThat(corpus.value("SELECT count(*) FROM lib.paper")).isEqualTo("7");

            corpus.execute("UPDATE lib.paper SET title = 'title' WHERE title = 'other title'");
            migration.command(run, RunCommand.RETRY_QUARANTINED);
            migration.drive(run, RunState.FINISHED);

            assertThat(setAside(corpus)).containsExactly("chunk\tchunk.differs", "note\trow.differs");
            assertThat(corpus.value("SELECT count(*) FROM lib.paper WHERE title = 'title'"))
                    .isEqualTo("1");
            migration.rolledBack(run);
            corpus.execute("UPDATE lib.paper SET title = 'other title' WHERE pid = (SELECT pid FROM lib.paper"
                    + " WHERE title = 'title' ORDER BY made DESC LIMIT 1)");
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void assessment_countsWhatIsEqualAndWhatDiffers(Version version) {
        TestDatabase corpus = pairs(version);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            Assessor assessor = new Assessor(migration.schema(), Assessor.RECENT_DAYS);
            Assessment assessment = migration
                    .database()
                    .with(session -> assessor.complete(
                            session,
                            assessor.scan(session, ScanState.BEGIN, () -> false),
                            () -> SampleAttempt.NONE,
                            List.of()));

            assertThat(assessment.collisions()).isEqualTo(new Assessment.Collisions(4, 8, 2, 3, 1, 5, 1));
            assertThat(assessment.findings())
                    .anyMatch(finding -> finding.code().equals("duplicates.differ")
                            && finding.reason().startsWith("1 documents and 1 chunks"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib.paper, columns: [digest]", "lib.piece, columns: [pid]", "lib.piece, columns: [ord]"})
    void columnThatDecidesWhatARowIs_isNoBookkeeping(String entry) {
        try (Migration migration =
                Migration.of(corpus(Version.NEWEST), MAPPING + "bookkeeping: [{table: " + entry + "}]")) {
            assertThatThrownBy(migration::schema).hasMessageContaining("bookkeeping.recipe");
        }
    }

    @Test
    void columnsThatTheMappingNames_mayDiffer() {
        TestDatabase corpus = pairs(Version.NEWEST);
        Map<String, String> before = contents(corpus);
        String mapping = MAPPING
                + "bookkeeping: [{table: lib.paper, columns: [title]}, {table: lib.piece, columns: [body]}, {table: lib.note, columns: [words]}]";
        try (Migration migration = Migration.of(corpus, mapping)) {
            UUID run = migration.started(Migration.SETTINGS);
            assertThat(migration.view(run).duplicates()).isEqualTo(new RunView.Duplicates(4, 8, 0, 0));

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isEqualTo(4);
            assertThat(corpus.value(
                            "SELECT (SELECT count(*) FROM lib.piece) || ' ' || (SELECT count(*) FROM lib.note)"))
                    .isEqualTo("12 4");
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE lib.paper SET title = 'late' WHERE pid = %s",
                "UPDATE lib.piece SET body = 'late' WHERE pid = %s AND ord = 1",
                "UPDATE lib.note SET words = '\"late\"' WHERE pid = %s"
            })
    void pairThatComesToDifferAfterThePlan_isSetAside(String change) {
        TestDatabase corpus = corpus(Version.NEWEST);
        paper(corpus, "same", "first", "(0, 'a'), (1, 'b')");
        paper(corpus, "same", "first", "(0, 'a'), (1, 'b')");
        corpus.execute("INSERT INTO lib.note (pid, kind, words) SELECT pid, 'k', '[1]' FROM lib.paper");
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).duplicates()).isEqualTo(new RunView.Duplicates(1, 2, 0, 0));
            corpus.execute(change.formatted("(SELECT pid FROM lib.paper ORDER BY made DESC LIMIT 1)"));
            Map<String, String> before = contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isZero();
            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(finished.documents().done()).isEqualTo(1);
            assertThat(corpus.value("SELECT (SELECT count(*) FROM lib.paper) || ' ' || (SELECT count(*) FROM lib.piece)"
                            + " || ' ' || (SELECT count(*) FROM lib.note)"))
                    .isEqualTo("2 4 2");
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void chunksThatComeToDifferAfterThePlan_setTheirDocumentAside_andItsDuplicateMovesAlone() {
        TestDatabase corpus = corpus(Version.NEWEST);
        paper(corpus, "twice", "first", "(0, 'a'), (0, 'a')");
        paper(corpus, "twice", "first", "(5, 'e')");
        paper(corpus, "other", "other", "(0, 'a')");
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(settings(OnCollision.MERGE));
            assertThat(migration.view(run).duplicates()).isEqualTo(new RunView.Duplicates(1, 1, 0, 0));
            corpus.execute(
                    "UPDATE lib.piece SET body = 'late' WHERE cid = (SELECT max(cid::text)::uuid FROM lib.piece"
                            + " WHERE ord = 0 AND pid = (SELECT pid FROM lib.paper WHERE title = 'first' ORDER BY made LIMIT 1))");
            Map<String, String> before = contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(setAside(corpus)).containsExactly("first\tchunk.differs");
            assertThat(finished.documents().done()).isEqualTo(2);
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("4");
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MERGE_OR_FAIL", "FAIL"})
    void policyThatRefuses_namesThem_andChangesNothing(OnCollision policy) {
        TestDatabase corpus = pairs(Version.NEWEST);
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.created(settings(policy));

            RunView failed = migration.drive(run, RunState.FAILED);

            assertThat(failed.lastError().orElseThrow().message())
                    .startsWith(
                            policy == OnCollision.FAIL
                                    ? "4 ids are wanted by several rows, and the policy for collisions is fail: documents "
                                    : "3 ids are wanted by several rows that differ, and the policy for collisions is merge-or-fail: documents ");
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void policyThatSkips_leavesThemAlone() {
        TestDatabase corpus = pairs(Version.NEWEST);
        paper(corpus, "twice", "twice", "(0, 'a'), (0, 'b')");
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.started(settings(OnCollision.SKIP));

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().skipped()).isEqualTo(5);
            assertThat(finished.documents().quarantined()).isZero();
            assertThat(finished.documents().merged()).isZero();
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("22");
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    /** A copy of one document; the number makes its id, and so its place in the order in which copies are merged. */
    private static void copy(TestDatabase corpus, int number, String note, String pieces) {
        corpus.execute(copy(number, note, pieces));
    }

    private static String copy(int number, String note, String pieces) {
        String id = "'00000000-0000-4000-8000-%012d'".formatted(number);
        return "INSERT INTO lib.paper (pid, who, digest) VALUES (" + id + ", 'u', encode(sha256('copy'), 'hex'));"
                + "INSERT INTO lib.piece (pid, ord, body) SELECT " + id + ", ord, body FROM (VALUES " + pieces
                + ") AS c (ord, body);"
                + "INSERT INTO lib.note (pid, kind, words) VALUES (" + id + ", 'k', '" + note + "');";
    }

    /** Plans, moves and rolls back: what was merged is what the plan says. */
    private static void mergesAsPlanned(TestDatabase corpus, RunView.Duplicates expected) {
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).duplicates()).isEqualTo(expected);
            long papers = Long.parseLong(corpus.value("SELECT count(*) FROM lib.paper"));
            long pieces = Long.parseLong(corpus.value("SELECT count(*) FROM lib.piece"));
            migration.command(run, RunCommand.START);

            migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value("SELECT count(*) FROM lib.paper")).isEqualTo("" + (papers - expected.documents()));
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("" + (pieces - expected.chunks()));
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }

    /** The copy whose note differs has the others compared one by one; the one that is merged last was stored before. */
    @ParameterizedTest
    @EnumSource
    void chunkThatTwoCopiesHave_butNotTheirSurvivor_isCountedOnce_inWhateverOrderTheyAreStored(Version version) {
        for (List<Integer> stored : List.of(List.of(2, 3), List.of(3, 2))) {
            TestDatabase corpus = corpus(version);
            copy(corpus, 1, "[1]", "(0, 'a')");
            stored.forEach(number -> copy(corpus, number, "[1]", "(0, 'a'), (1, 'b')"));
            copy(corpus, 4, "[2]", "(0, 'a')");

            mergesAsPlanned(corpus, new RunView.Duplicates(2, 3, 1, 0));
        }
    }

    /** More copies than the plan compares at once. */
    @Test
    void chunkThatManyCopiesHave_butNotTheirSurvivor_isCountedAcrossSlices() {
        TestDatabase corpus = corpus(Version.NEWEST);
        copy(corpus, 1, "[1]", "(0, 'a')");
        StringBuilder copies = new StringBuilder();
        for (int number = 2; number <= 503; number++) {
            copies.append(copy(number, "[1]", "(0, 'a'), (1, 'b')"));
        }
        corpus.execute(copies.toString());

        mergesAsPlanned(corpus, new RunView.Duplicates(502, 502 + 501, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void chunksThatAreTwiceInEachCopy_areCountedInTheirOwnDocument(Version version) {
        TestDatabase corpus = corpus(version);
        copy(corpus, 2, "[1]", "(0, 'a'), (0, 'a')");
        copy(corpus, 1, "[1]", "(0, 'a'), (0, 'a')");

        mergesAsPlanned(corpus, new RunView.Duplicates(1, 3, 0, 0));
    }

    /** Chunks that are twice are compared within their document: that another copy differs is no reason to set this one aside. */
    @ParameterizedTest
    @EnumSource
    void chunksThatAreTwice_areNotComparedWithThoseOfAnotherCopy(Version version) {
        TestDatabase corpus = corpus(version);
        copy(corpus, 2, "[1]", "(0, 'a'), (0, 'a')");
        copy(corpus, 1, "[1]", "(0, 'b'), (0, 'b')");

        mergesAsPlanned(corpus, new RunView.Duplicates(0, 1, 1, 0));
        assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("4");
    }

    /** Random documents, stored up to four times, with chunks and notes that are sometimes copies and sometimes not. */
    @LongSuite(sample = 3)
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomCorpora_loseNoDistinctContent_andThePlanSaysWhatIsMerged(long seed) {
        Random random = new Random(seed);
        TestDatabase corpus = corpus(seed % 2 == 0 ? Version.NEWEST : Version.OLDEST);
        for (int i = 0; i < 40; i++) {
            StringBuilder pieces = new StringBuilder("(0, 'a')");
            for (int c = random.nextInt(5); c > 0; c--) {
                pieces.append(", (")
                        .append(random.nextInt(4))
                        .append(", 'b")
                        .append(random.nextInt(2))
                        .append("')");
            }
            paper(corpus, "n" + random.nextInt(15), random.nextInt(6) == 0 ? "t" : "s", pieces.toString());
        }
        corpus.execute("SELECT setseed(" + (seed % 10) / 10.0 + ");"
                + "INSERT INTO lib.note (pid, kind, words) SELECT pid, 'k', to_json((random() * 1.2)::int) FROM lib.paper"
                + " WHERE random() < 0.5;" + CONTENT.formatted("content_before"));
        Map<String, String> before = contents(corpus);
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            RunView.Duplicates foreseen = migration.view(run).duplicates();
            long papers = Long.parseLong(corpus.value("SELECT count(*) FROM lib.paper"));
            long pieces = Long.parseLong(corpus.value("SELECT count(*) FROM lib.piece"));
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            corpus.execute(CONTENT.formatted("content_after"));
            assertThat(corpus.rows("SELECT * FROM fixture.content_before EXCEPT SELECT * FROM fixture.content_after"))
                    .isEmpty();
            assertThat(finished.documents().merged()).isEqualTo(foreseen.documents());
            assertThat(corpus.value("SELECT count(*) FROM lib.paper")).isEqualTo("" + (papers - foreseen.documents()));
            assertThat(corpus.value("SELECT count(*) FROM lib.piece")).isEqualTo("" + (pieces - foreseen.chunks()));
            migration.rolledBack(run);
            assertThat(contents(corpus)).isEqualTo(before);
        }
    }
}
