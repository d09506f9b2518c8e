// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.rekeying.mapping.JsonPath;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.Carrier.Origin;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.CorpusSchema.ChunkTable;
import io.truename.rekeying.schema.CorpusSchema.DocumentTable;
import io.truename.rekeying.schema.CorpusSchema.HashType;
import io.truename.rekeying.schema.IdType;
import io.truename.rekeying.schema.Relation;
import io.truename.rekeying.schema.TableName;
import io.truename.rekeying.schema.TextForm;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A corpus of the shape of an upload pipeline in a database of its own, described by hand, with schema truename beside it. */
public final class PipelineCorpus {
    /** How the corpus holds its ids, hashes and users. */
    public enum Shape {
        UUIDS,
        /** Ids as upper-case text of a domain-free varchar, hashes as bytea, users as uuid, mixed-case names. */
        TEXTS
    }

    public static final Namespace NAMESPACE = Namespace.DEFAULT;

    private final Shape shape;
    private final TestDatabase database;

    public PipelineCorpus(TestServer.Version version, Shape shape) {
        this.shape = shape;
        database = TestServer.shared(version).database();
        database.execute(tables());
        try (Database ours = connect()) {
            SchemaMigrations.run(ours);
        }
    }

    public TestDatabase database() {
        return database;
    }

    public Database connect() {
        return Database.of(DatabaseUrl.parse(database.url()), "plan-test", 4);
    }

    private String id() {
        return shape == Shape.UUIDS ? "uuid" : "varchar(36)";
    }

    private String tables() {
        return ("CREATE SCHEMA \"Pipe\"; CREATE TABLE \"Pipe\".\"Docs\" (id ID PRIMARY KEY, \"user\" USER, hash HASH,"
                        + " status text DEFAULT 'processed', created_at timestamptz NOT NULL DEFAULT now());"
                        + "CREATE TABLE \"Pipe\".chunks (id ID PRIMARY KEY, doc ID REFERENCES \"Pipe\".\"Docs\","
                        + " chunker text, version text, ord integer);"
                        + "CREATE INDEX ON \"Pipe\".chunks (doc);"
                        + "CREATE TABLE \"Pipe\".jobs (n serial PRIMARY KEY, doc ID, payload jsonb, docs ID[]);"
                        + "CREATE INDEX ON \"Pipe\".jobs (doc);"
                        + "CREATE TABLE \"Pipe\".vectors (n serial PRIMARY KEY, chunk ID)")
                .replace("ID", id())
                .replace("USER", shape == Shape.UUIDS ? "text" : "uuid")
                .replace("HASH", shape == Shape.UUIDS ? "text" : "bytea");
    }

    /** As an inspection would describe it. */
    public CorpusSchema schema() {
        IdType one = shape == Shape.UUIDS ? IdType.UUID : IdType.TEXT;
        IdType many = shape == Shape.UUIDS ? IdType.UUID_ARRAY : IdType.TEXT_ARRAY;
        String type = shape == Shape.UUIDS ? "uuid" : "character varying(36)";
        Column id = column("id", type);
        Column doc = column("doc", type);
        return new CorpusSchema(
                NAMESPACE,
                new DocumentTable(
                        name("Docs"),
                        id,
                        column("user", shape == Shape.UUIDS ? "text" : "uuid"),
                        column("hash", shape == Shape.UUIDS ? "text" : "bytea"),
                        shape == Shape.UUIDS ? HashType.TEXT : HashType.BYTEA,
                        Optional.empty(),
                        Optional.of(column("created_at", "timestamp with time zone")),
                        Optional.of(column("status", "text"))),
                List.of(new ChunkTable(
                        name("chunks"),
                        id,
                        doc,
                        column("chunker", "text"),
                        column("version", "text"),
                        column("ord", "integer"),
                        Optional.empty())),
                List.of(
                        table("Docs", 100, carrier(id, 0, one, Origin.ID, true)),
                        table(
                                "chunks",
                                1000,
                                carrier(id, 1, one, Origin.ID, true),
                                carrier(doc, 0, one, Origin.FOREIGN_KEY, true)),
                        table(
                                "jobs",
                                300,
                                carrier(doc, 0, one, Origin.DECLARED, true),
                                carrier(column("docs", type + "[]"), 0, many, Origin.DECLARED, false),
                                new Carrier(
                                        column("payload", "jsonb"),
                                        0,
                                        IdType.JSONB,
                                        form(),
                                        Origin.DECLARED,
                                        Optional.of(new JsonPath(List.of(
                                                new JsonPath.Member("a \"key\""),
                                                new JsonPath.EveryElement(),
                                                new JsonPath.Member("doc")))),
                                        false)),
                        table("vectors", 1000, carrier(column("chunk", type), 1, one, Origin.DECLARED, false))),
                List.of());
    }

    private TextForm form() {
        return shape == Shape.UUIDS ? TextForm.LOWER : TextForm.UPPER;
    }

    private Carrier carrier(Column column, int space, IdType type, Origin origin, boolean indexed) {
        return new Carrier(column, space, type, form(), origin, Optional.empty(), indexed);
    }

    private static CarrierTable table(String table, long rows, Carrier... carriers) {
        return new CarrierTable(
                new Relation(name(table), false, rows, List.of(), List.of("id"), List.of()),
                List.of(carriers),
                List.of());
    }

    private static TableName name(String table) {
        return new TableName("Pipe", table);
    }

    private static Column column(String name, String type) {
        return new Column(name, type, true, false);
    }

    /** An id as the corpus writes it. */
    public String written(UUID id) {
        return shape == Shape.UUIDS ? id.toString() : id.toString().toUpperCase(java.util.Locale.ROOT);
    }

    /** A legal user id. */
    public static String user(int number) {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | number).toString();
    }

    /** A legal hash. */
    public static String hash(int number) {
        return String.format("%064x", number);
    }

    public static UUID trueId(int user, int file) {
        return NAMESPACE.documentId(user(user), hash(file)).toUuid();
    }

    public static UUID trueChunk(UUID document, int ordinal) {
        return NAMESPACE.chunkId(DocumentId.of(document), "cut", "1", ordinal).toUuid();
    }

    /** Stores a document of that user and content under that id. */
    public void document(UUID id, int user, int file) {
        database.execute("INSERT INTO \"Pipe\".\"Docs\" (id, \"user\", hash) VALUES ('" + written(id) + "', '"
                + user(user) + "', "
                + (shape == Shape.UUIDS ? "'" + hash(file) + "'" : "decode('" + hash(file) + "', 'hex')") + ")");
    }

    /** Stores the first, second, ... chunk of a document under that id. */
    public void chunk(UUID id, UUID document, int ordinal) {
        database.execute("INSERT INTO \"Pipe\".chunks VALUES ('" + written(id) + "', '" + written(document)
                + "', 'cut', '1', " + ordinal + ")");
    }

    /** Stores many documents with random ids and so many chunks each. */
    public void randomDocuments(int documents, int chunks) {
        String hex = "lpad(to_hex(d), 64, '0')";
        String id = shape == Shape.UUIDS ? "gen_random_uuid()" : "upper(gen_random_uuid()::text)";
        database.execute("WITH d AS (INSERT INTO \"Pipe\".\"Docs\" (id, \"user\", hash) SELECT " + id
                + ", ('00000000-0000-4000-8000-' || lpad(to_hex(d % 7), 12, '0'))"
                + (shape == Shape.UUIDS ? "" : "::uuid") + ", "
                + (shape == Shape.UUIDS ? hex : "decode(" + hex + ", 'hex')")
                + " FROM generate_series(1, " + documents + ") d RETURNING id) INSERT INTO \"Pipe\".chunks SELECT " + id
                + ", d.id, 'cut', '1', c FROM d, generate_series(0, " + (chunks - 1) + ") c");
    }

    /** Begins a run; its number. */
    public int run(String state) {
        return Integer.parseInt(database.value("INSERT INTO truename.run (id, state, settings, mapping) VALUES ('"
                + UUID.randomUUID() + "', '" + state + "', '{}', '') RETURNING number"));
    }
}
