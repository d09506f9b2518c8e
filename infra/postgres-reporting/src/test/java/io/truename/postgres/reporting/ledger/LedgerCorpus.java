// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A corpus of random documents in a database of its own, and its ledger as plain Java counts it. */
final class LedgerCorpus implements AutoCloseable {
    static final String DOCUMENTS = "documents: {table: docs.documents, id: id, user: owner, contentHash: hash";

    private static final String UUID_TEXT = "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    final TestDatabase test;
    final Database database;

    private LedgerCorpus(TestDatabase test) {
        this.test = test;
        this.database = Database.of(DatabaseUrl.parse(test.url()), "ledger", 6);
    }

    /** A document; what is null is absent. */
    record Document(
            @Nullable String owner,
            @Nullable String hash,
            @Nullable Long size) {}

    static LedgerCorpus of(TestServer.Version version, String columns, String more) {
        LedgerCorpus corpus = new LedgerCorpus(TestServer.shared(version).database("truename", LedgerCorpus::migrate));
        corpus.test.execute("CREATE SCHEMA docs; CREATE TABLE docs.documents"
                + " (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), " + columns + "); " + more);
        return corpus;
    }

    private static void migrate(TestDatabase empty) {
        try (Database database = Database.of(DatabaseUrl.parse(empty.url()), "ledger", 1)) {
            SchemaMigrations.run(database);
        }
    }

    /** Documents with heavy tails; about one in twenty is not as it should be. */
    static List<Document> random(long seed, int number, boolean eitherCase) {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int at = 0; at < number; at++) {
            int content = (int) (number * Math.pow(random.nextDouble(), 3));
            String hash = hash(content);
            String owner = "user-" + random.nextInt(1 + number / 20);
            Long size = 1000L + content % 977;
            switch (random.nextInt(120)) {
                case 0 -> hash = null;
                case 1 -> hash = random.nextBoolean() ? "" : "d41d8cd98f00b204e9800998ecf8427e";
                case 2 -> owner = random.nextBoolean() ? null : "";
                case 3 -> size = null;
                case 4 -> size = -1L;
                case 5 -> size = size + 1;
                default ->
                    owner = content % 3 == 0
                            ? cased(random, "6c8a1e6e-1f0b-4aa8-9f0a-" + String.format("%012x", content % 5))
                            : owner;
            }
            if (eitherCase && hash != null && random.nextInt(5) == 0) {
                hash = hash.toUpperCase(Locale.ROOT);
            }
            documents.add(new Document(owner, hash, size));
        }
        return documents;
    }

    private static String cased(Random random, String uuid) {
        return random.nextBoolean() ? uuid : uuid.toUpperCase(Locale.ROOT);
    }

    /** Spread as hashes are: the head of a content's hash tells nothing of its number. */
    private static String hash(int content) {
        Random random = new Random(content * 7919L);
        return String.format("%016x%016x%016x%016x", random.nextLong(), random.nextLong(), random.nextLong(), content);
    }

    void fill(List<Document> documents, boolean bytea) {
        StringBuilder values = new StringBuilder();
        for (Document document : documents) {
            values.append(values.isEmpty() ? "(" : ",\n(")
                    .append(quoted(document.owner()))
                    .append(", ")
                    .append(bytea && document.hash() != null ? "'\\x" + document.hash() + "'" : quoted(document.hash()))
                    .append(", ")
                    .append(document.size())
                    .append(')');
        }
        test.execute("INSERT INTO docs.documents (owner, hash, size) VALUES " + values + "; ANALYZE docs.documents");
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "NULL" : "'" + text + "'";
    }

    CorpusSchema.DocumentTable documents(String rest) {
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(DOCUMENTS + rest + "}"))
                        .schema())
                .orElseThrow()
                .documents();
    }

    /** The ledger by its definition. */
    static CountedLedger expected(List<Document> documents) {
        Map<String, List<Document>> contents = new TreeMap<>();
        CountedLedger ledger = CountedLedger.empty(true);
        for (Document document : documents) {
            String hash = document.hash() == null ? "" : document.hash().toLowerCase(Locale.ROOT);
            if (!hash.matches("[0-9a-f]{64}")) {
                ledger = ledger.plus(beside(new Line(1, legal(document)), new Line(0, 0), 0));
            } else if (document.owner() == null || document.owner().isEmpty()) {
                ledger = ledger.plus(beside(new Line(0, 0), new Line(1, legal(document)), 0));
            } else {
                contents.computeIfAbsent(hash, absent -> new ArrayList<>()).add(document);
            }
        }
        for (List<Document> content : contents.values()) {
            ledger = ledger.plus(content(content));
        }
        return ledger;
    }

    private static long legal(Document document) {
        return document.size() == null ? 0 : Math.max(0, document.size());
    }

    private static CountedLedger beside(Line withoutHash, Line withoutOwner, long withoutSize) {
        return new CountedLedger(
                SavingsLedger.EMPTY, true, withoutHash, withoutOwner, withoutSize, CountedLedger.Differing.NONE);
    }

    private static CountedLedger content(List<Document> documents) {
        Set<Long> sizes = new HashSet<>();
        Map<String, Long> owners = new TreeMap<>();
        long bytes = 0;
        for (Document document : documents) {
            if (document.size() != null && document.size() >= 0) {
                sizes.add(document.size());
                bytes += document.size();
            }
            String owner = Objects.requireNonNull(document.owner());
            owners.merge(owner.matches(UUID_TEXT) ? owner.toLowerCase(Locale.ROOT) : owner, 1L, Long::sum);
        }
        if (sizes.isEmpty()) {
            return beside(new Line(0, 0), new Line(0, 0), documents.size());
        }
        if (sizes.size() > 1) {
            return new CountedLedger(
                    SavingsLedger.EMPTY,
                    true,
                    new Line(0, 0),
                    new Line(0, 0),
                    0,
                    new CountedLedger.Differing(1, new Line(documents.size(), bytes)));
        }
        return new CountedLedger(
                SavingsLedger.ofContent(sizes.iterator().next(), owners.values()),
                true,
                new Line(0, 0),
                new Line(0, 0),
                0,
                CountedLedger.Differing.NONE);
    }

    @Override
    public void close() {
        database.close();
    }
}
