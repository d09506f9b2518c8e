// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.probing.advice.Advice;
import io.truename.probing.advice.AdviceLimits;
import io.truename.probing.advice.AdviceRule;
import io.truename.probing.advice.AdviceRules;
import io.truename.probing.advice.DatabaseReading;
import io.truename.probing.advice.Unseen;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Problems put into a database, each found, as a role that is no superuser; a clean database gives no advice.
 *
 * <p>Long, because each problem has a case.
 */
class DatabaseReaderIT {
    private static final AdviceLimits AT_ONCE = with(Duration.ZERO, Duration.ZERO);
    private static final AdviceLimits NEW_INDEXES =
            with(AdviceLimits.USUAL.lockWait(), AdviceLimits.USUAL.transaction());
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String CHUNKS = "upload_pipeline.document_chunks";

    private static AdviceLimits with(Duration lockWait, Duration transaction) {
        AdviceLimits usual = AdviceLimits.USUAL;
        return new AdviceLimits(
                lockWait,
                transaction,
                usual.lag(),
                usual.lagBytes(),
                usual.retainedBytes(),
                usual.heldTransactions(),
                usual.blocks(),
                usual.indexBytes(),
                Duration.ZERO);
    }

    private static TestDatabase clean(TestServer server) {
        TestDatabase corpus = server.database();
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 300);
        corpus.execute("ANALYZE");
        try (Database ours = database(corpus)) {
            SchemaMigrations.run(ours);
        }
        return corpus;
    }

    private static Database database(TestDatabase corpus) {
        return Database.of(DatabaseUrl.parse(corpus.url()), "truename-probe", 3);
    }

    private static Optional<CorpusSchema> schema(Database database) {
        return database.with(
                session -> CorpusInspector.inspect(session, MappingReader.read(SchemaVariant.SAMPLE_PIPELINE.mapping()))
                        .schema());
    }

    private static List<Advice> advise(TestDatabase corpus) {
        return advise(corpus, NEW_INDEXES);
    }

    private static List<Advice> advise(TestDatabase corpus, AdviceLimits limits) {
        try (Database database = database(corpus)) {
            DatabaseReading reading = DatabaseReader.read(database, schema(database));
            return AdviceRules.advise(reading, Optional.empty(), limits);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cleanDatabase_givesNoAdvice(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        assertThat(advise(corpus)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void indexes_missing_duplicate_covered_unused(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        corpus.execute("DROP INDEX upload_pipeline.document_vector_buffer_chunk_id;"
                + "ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key;"
                + "DROP INDEX upload_pipeline.events_job_id;"
                + "CREATE INDEX twin ON upload_pipeline.upload_jobs (document_id);"
                + "CREATE INDEX narrow ON " + CHUNKS + " (document_id, chunker_name);"
                + "CREATE INDEX never ON " + CHUNKS + " (bytes_len)");
        corpus.execute("DO $$ BEGIN FOR i IN 1..120 LOOP PERFORM count(*) FROM " + CHUNKS
                + " WHERE document_id = gen_random_uuid(); END LOOP; END $$");

        List<Advice> advice = awaited(corpus, AdviceRule.INDEX_UNUSED);
        assertThat(advice)
                .extracting(one -> one.rule().code() + " " + one.subject())
                .contains(
                        "index.missing upload_pipeline.document_vector_buffer (chunk_id)",
                        "index.missing upload_pipeline.documents (user_id, file_sha256)",
                        "index.missing upload_pipeline.events (job_id)",
                        "index.covered upload_pipeline.narrow",
                        "index.unused upload_pipeline.never")
                .anyMatch(one -> one.startsWith("index.duplicate upload_pipeline."));
        assertThat(advice).hasSize(6);
        // Each statement is one that the owner can run, and after all of them nothing is left.
        advice.forEach(one -> corpus.execute(one.statement()));
        corpus.execute("ANALYZE");
        assertThat(advise(corpus)).isEmpty();
    }

    /** As psql sends it: a driver would take $1 for a value of its own. */
    private static void asWritten(TestDatabase corpus, String statement) throws SQLException {
        String url = "jdbc:postgresql://localhost:" + corpus.server().port() + "/" + corpus.name()
                + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, corpus.role(), corpus.role());
                Statement sent = connection.createStatement()) {
            sent.execute(statement);
        }
    }

    /** PostgreSQL 14 collects statistics in a process of their own, a moment later. */
    private static List<Advice> awaitedNone(TestDatabase corpus) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Advice> advice = advise(corpus);
        while (!advice.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Advised.PAUSE_NANOS);
            advice = advise(corpus);
        }
        return advice;
    }

    private static List<Advice> awaited(TestDatabase corpus, AdviceRule rule) {
        return awaited(() -> advise(corpus), rule);
    }

    private static List<Advice> awaited(Supplier<List<Advice>> advising, AdviceRule rule) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Advice> advice = advising.get();
        while (advice.stream().noneMatch(one -> one.rule() == rule) && System.nanoTime() < end) {
            LockSupport.parkNanos(Advised.PAUSE_NANOS);
            advice = advising.get();
        }
        return advice;
    }

    @ParameterizedTest
    @EnumSource
    void index_invalid(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        // Refused because the values are not unique; the index stays.
        assertThatThrownBy(() ->
                        corpus.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON " + CHUNKS + " (chunker_name)"))
                .hasMessageContaining("could not create unique index");
        assertThat(corpus.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("1");
        List<Advice> advice = advise(corpus);
        assertThat(advice).extracting(Advice::rule).containsExactly(AdviceRule.INDEX_INVALID);
        assertThat(advice.get(0).effect()).contains("CREATE UNIQUE INDEX broken ON " + CHUNKS);
        corpus.execute(advice.get(0).statement());
        assertThat(advise(corpus)).isEmpty();
    }

    // Partitions below partitions, of an index and of a primary key; each statement makes the whole valid, step by
    // step.
    @ParameterizedTest
    @EnumSource
    void index_invalidOfAPartitionedTable(TestServer.Version version) {
        TestDatabase corpus = TestServer.shared(version).database();
        corpus.execute("CREATE TABLE parts (id int NOT NULL, text text) PARTITION BY RANGE (id);"
                + "CREATE TABLE one PARTITION OF parts FOR VALUES FROM (0) TO (10);"
                + "CREATE TABLE \"the other\" PARTITION OF parts FOR VALUES FROM (10) TO (20);"
                + "CREATE TABLE deep PARTITION OF parts FOR VALUES FROM (20) TO (30) PARTITION BY RANGE (id);"
                + "CREATE TABLE deepest PARTITION OF deep FOR VALUES FROM (20) TO (30);"
                + "INSERT INTO parts SELECT n, 'x' FROM generate_series(0, 29) n; ANALYZE");
        for (String made : List.of(
                "CREATE INDEX mine ON ONLY parts (text); CREATE INDEX one_mine ON one (text);"
                        + " ALTER INDEX mine ATTACH PARTITION one_mine",
                "ALTER TABLE ONLY parts ADD PRIMARY KEY (id)",
                "ALTER TABLE ONLY parts ADD UNIQUE (id, text)")) {
            corpus.execute(made);
            List<String> named = new ArrayList<>();
            for (List<Advice> advice = invalid(corpus); !advice.isEmpty(); advice = invalid(corpus)) {
                assertThat(named).hasSizeLessThan(3);
                advice.forEach(one -> {
                    named.add(one.subject());
                    for (String statement : one.statement().split(";", -1)) {
                        corpus.execute(statement);
                    }
                });
            }
            assertThat(named).as(made).hasSize(2).anyMatch(name -> name.endsWith("_deep"));
            assertThat(corpus.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                    .isEqualTo("0");
        }
        // A part that was invalid when it was attached is made valid, and the server does not look at the whole.
        corpus.execute("CREATE TABLE halves (id int) PARTITION BY RANGE (id);"
                + "CREATE TABLE half PARTITION OF halves FOR VALUES FROM (0) TO (10);"
                + "INSERT INTO halves VALUES (1), (1); CREATE UNIQUE INDEX halves_id ON ONLY halves (id)");
        assertThatThrownBy(() -> corpus.execute("CREATE UNIQUE INDEX CONCURRENTLY half_id ON half (id)"))
                .hasMessageContaining("could not create unique index");
        corpus.execute("ALTER INDEX halves_id ATTACH PARTITION half_id; DELETE FROM halves");
        List<Advice> part = invalid(corpus);
        assertThat(part).extracting(Advice::subject).containsExactly("public.half_id");
        corpus.execute(part.get(0).statement());
        List<Advice> whole = invalid(corpus);
        assertThat(whole)
                .extracting(Advice::statement)
                .containsExactly("ALTER INDEX \"public\".\"halves_id\" ATTACH PARTITION \"public\".\"half_id\";");
        corpus.execute(whole.get(0).statement());
        assertThat(invalid(corpus)).isEmpty();
    }

    private static List<Advice> invalid(TestDatabase corpus) {
        try (Database database = database(corpus)) {
            return AdviceRules.advise(
                            DatabaseReader.read(database, Optional.empty()), Optional.empty(), AdviceLimits.USUAL)
                    .stream()
                    .filter(one -> one.rule() == AdviceRule.INDEX_INVALID)
                    .toList();
        }
    }

    // A column's statistics are shown to roles that may read it only.
    @ParameterizedTest
    @EnumSource
    void statisticsOfValues_hidden(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        String role = corpus.role() + "_probe";
        corpus.executeAsSuperuser("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "'");
        TestDatabase probed = new TestDatabase(corpus.server(), corpus.name(), role);
        corpus.execute("GRANT USAGE ON SCHEMA upload_pipeline TO " + role);
        try (Database owner = database(corpus);
                Database database = database(probed)) {
            Optional<CorpusSchema> schema = schema(owner);
            DatabaseReading reading = DatabaseReader.read(database, schema);
            assertThat(reading.unseen())
                    .filteredOn(unseen -> unseen.what().equals("bloated indexes, order of ids"))
                    .hasSize(1)
                    .allSatisfy(unseen -> assertThat(unseen.why()).contains(CHUNKS));
            assertThat(reading.indexes())
                    .filteredOn(index -> index.table().toString().equals(CHUNKS))
                    .isNotEmpty()
                    .allSatisfy(index -> assertThat(index.filled()).isNaN());
            corpus.execute("GRANT SELECT ON ALL TABLES IN SCHEMA upload_pipeline TO " + role);
            assertThat(DatabaseReader.read(database, schema).unseen())
                    .extracting(Unseen::what)
                    .doesNotContain("bloated indexes, order of ids");
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_bloatedNotAnalyzedWithoutAutovacuum(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        corpus.execute("ALTER TABLE " + CHUNKS + " SET (autovacuum_enabled = false);"
                + "INSERT INTO " + CHUNKS
                + " (chunk_id, document_id, chunker_name, chunker_version, chunk_ord, chunk_sha256, byte_from,"
                + " bytes_len) SELECT gen_random_uuid(), (SELECT document_id FROM upload_pipeline.documents LIMIT 1),"
                + " 'filler', '1', n, repeat('x', 64), 0, 1 FROM generate_series(1, 20000) n");
        corpus.execute("DELETE FROM " + CHUNKS + " WHERE chunker_name = 'filler' AND chunk_ord % 4 <> 0");
        List<Advice> advice = awaited(corpus, AdviceRule.TABLE_BLOATED);
        assertThat(advice)
                .extracting(Advice::rule)
                .contains(AdviceRule.TABLE_BLOATED, AdviceRule.TABLE_NO_AUTOVACUUM, AdviceRule.TABLE_NOT_ANALYZED);
        assertThat(advice).extracting(Advice::subject).containsOnly(CHUNKS);
        advice.forEach(one -> corpus.execute(one.statement()));
        assertThat(awaitedNone(corpus)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void session_longTransactionAndLock(TestServer.Version version) throws Exception {
        TestDatabase corpus = clean(TestServer.shared(version));
        String lock = "LOCK TABLE upload_pipeline.documents IN SHARE ROW EXCLUSIVE MODE";
        try (Connection holder = corpus.connect();
                Connection waiter = corpus.connect();
                Statement held = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            held.execute(lock);
            waiter.setAutoCommit(false);
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
                try {
                    waiting.execute(lock);
                } catch (java.sql.SQLException ended) {
                    throw new IllegalStateException(ended);
                }
            });
            long end = System.nanoTime() + DEADLINE.toNanos();
            List<Advice> advice = List.of();
            while (advice.stream().noneMatch(one -> one.rule() == AdviceRule.LOCK_WAIT) && System.nanoTime() < end) {
                LockSupport.parkNanos(Advised.PAUSE_NANOS);
                advice = advise(corpus, AT_ONCE);
            }
            assertThat(advice).extracting(Advice::rule).containsOnly(AdviceRule.LOCK_WAIT, AdviceRule.TRANSACTION_LONG);
            Advice one = advice.get(0);
            assertThat(one.seen())
                    .contains(" for ShareRowExclusiveLock on upload_pipeline.documents, behind session ")
                    .endsWith(", which is idle in transaction.");
            // The proposed statement frees the waiting session.
            corpus.execute(one.statement());
            waits.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void statements_slowLookUpById_andWhatIsHidden(TestServer.Version version) throws Exception {
        try (TestServer server =
                TestServer.start(version, Map.of("shared_preload_libraries", "pg_stat_statements", "fsync", "off"))) {
            TestDatabase corpus = clean(server);
            try (Database database = database(corpus)) {
                assertThat(DatabaseReader.read(database, schema(database)).unseen())
                        .extracting(Unseen::what)
                        .contains("slow and growing statements");
            }
            corpus.executeAsSuperuser("CREATE EXTENSION pg_stat_statements SCHEMA extensions");
            corpus.executeAsSuperuser("SELECT count(*) FROM upload_pipeline.documents");
            corpus.execute("CREATE FUNCTION slowly(id uuid) RETURNS uuid LANGUAGE sql VOLATILE AS"
                    + " $$ SELECT id FROM pg_sleep(0.006) $$");
            try (Connection connection = corpus.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 25; i++) {
                    statement.execute("SELECT document_id, slowly(document_id) FROM upload_pipeline.documents WHERE"
                            + " document_id = (SELECT max(document_id::text)::uuid FROM upload_pipeline.documents) AND"
                            + " filename <> 'a secret'");
                }
            }
            try (Database database = database(corpus)) {
                DatabaseReading reading = DatabaseReader.read(database, schema(database));
                assertThat(reading.unseen()).extracting(Unseen::what).contains("statements of other roles");
                List<Advice> advice = AdviceRules.advise(reading, Optional.empty(), AdviceLimits.USUAL);
                assertThat(advice).extracting(Advice::rule).containsExactly(AdviceRule.QUERY_ID_LOOKUP);
                assertThat(advice.get(0).statement()).contains("EXPLAIN ").doesNotContain("secret");
                asWritten(corpus, advice.get(0).statement());
                database.inTransaction(session -> {
                    ReadingStore.keep(session, reading.counters());
                    return true;
                });
                DatabaseReading.Counters kept =
                        database.with(ReadingStore::find).orElseThrow();
                assertThat(kept.at()).isEqualTo(reading.at());
                assertThat(kept.queries()).hasSameSizeAs(reading.queries());
                assertThat(AdviceRules.advise(reading, Optional.of(kept), AdviceLimits.USUAL))
                        .extracting(Advice::rule)
                        .containsExactly(AdviceRule.QUERY_ID_LOOKUP);
            }
            corpus.executeAsSuperuser("GRANT pg_monitor TO " + corpus.role());
            try (Database database = database(corpus)) {
                assertThat(DatabaseReader.read(database, schema(database)).unseen())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutMapping_readsTheLargestTables_andSaysWhatItCannotTell(TestServer.Version version) {
        TestDatabase corpus = clean(TestServer.shared(version));
        corpus.execute("CREATE INDEX twin ON upload_pipeline.upload_jobs (document_id)");
        try (Database database = database(corpus)) {
            DatabaseReading reading = DatabaseReader.read(database, Optional.empty());
            assertThat(reading.unseen()).extracting(Unseen::what).contains("missing indexes, look-ups by id");
            // That upload_jobs_payload finds references is known from the mapping alone.
            assertThat(awaited(
                            () -> AdviceRules.advise(
                                    DatabaseReader.read(database, Optional.empty()), Optional.empty(), NEW_INDEXES),
                            AdviceRule.INDEX_UNUSED))
                    .extracting(one -> one.rule().code() + " " + one.subject())
                    .containsExactly(
                            "index.duplicate upload_pipeline.upload_jobs_document_id",
                            "index.unused upload_pipeline.upload_jobs_payload");
        }
    }

    @LongSuite(sample = 2)
    @ParameterizedTest
    @EnumSource
    void everySchema_isRead(SchemaVariant variant) {
        TestDatabase corpus = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        variant.create(corpus, 20);
        corpus.execute("ANALYZE");
        try (Database database = database(corpus)) {
            Optional<CorpusSchema> schema =
                    database.with(session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping()))
                            .schema());
            DatabaseReading reading = DatabaseReader.read(database, schema);
            assertThat(schema).isPresent();
            assertThat(reading.tables()).isNotEmpty();
            assertThat(reading.indexes()).isNotEmpty();
            assertThat(reading.unseen()).extracting(Unseen::what).containsOnly("slow and growing statements");
            assertThat(AdviceRules.advise(reading, Optional.empty(), AdviceLimits.USUAL))
                    .extracting(Advice::rule)
                    .isSubsetOf(
                            AdviceRule.INDEX_MISSING,
                            AdviceRule.INDEX_COVERED,
                            AdviceRule.INDEX_DUPLICATE,
                            AdviceRule.INDEX_UNUSED);
        }
    }
}
