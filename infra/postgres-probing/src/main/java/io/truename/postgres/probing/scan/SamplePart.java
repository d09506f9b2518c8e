// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.TableName;
import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.postgres.Database;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.scan.CorpusChecks;
import io.truename.probing.scan.StoredId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows drawn at random, of which each is as likely as any other: a partition by its blocks, a block of it, and one of the places
 * that a block can have at most. A place without a row is drawn in vain; so a block with many rows is drawn no more often for each
 * of them than one with few. Only ids are judged. Documents of wrong rows are then looked at as a scan does, so that the findings
 * name the cause.
 */
final class SamplePart implements ScanPart {
    private static final int AT_ONCE = 3_000;
    private static final int MOST_DIAGNOSED = 50;

    /** Chances drawn in vain after which a table counts as empty, for each row wanted. */
    private static final int MOST_VAIN = 2_000;

    private final CorpusSchema schema;
    private final DocumentPart documents;
    private final int wanted;
    private final SplittableRandom random = new SplittableRandom();

    SamplePart(CorpusSchema schema, CorpusChecks.State prior, Database corpus, int wanted) {
        this.schema = schema;
        this.documents = new DocumentPart(schema, prior, corpus);
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public boolean covers(Cause cause) {
        return false;
    }

    @Override
    public boolean isEssential() {
        return true;
    }

    /** A leaf of a table and its blocks. */
    private record Leaf(long oid, long blocks, int places) {}

    /** A drawn row: its document, if it is to be looked at because something is wrong. */
    private record Drawn(StoredId document, boolean wrong) {}

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_INDEX);
        boolean done = table(session, state, run, schema.documents().table(), null, timeIsUp);
        for (ChunkTable chunks : schema.chunks()) {
            done = done && table(session, state, run, chunks.table(), chunks, timeIsUp);
        }
        return done;
    }

    private boolean table(
            Session session,
            ScanState state,
            Optional<LiveRun> run,
            TableName table,
            @Nullable ChunkTable chunks,
            BooleanSupplier timeIsUp) {
        long[] counts = state.drawn.computeIfAbsent(table.toString(), absent -> new long[3]);
        List<Leaf> leaves = leaves(session, table);
        long blocks = leaves.stream().mapToLong(Leaf::blocks).sum();
        if (blocks == 0) {
            return true;
        }
        Set<UUID> suspects = new LinkedHashSet<>();
        while (counts[0] < wanted && counts[2] < (long) wanted * MOST_VAIN) {
            Leaf leaf = draw(leaves, blocks);
            List<String> places = new ArrayList<>(AT_ONCE);
            for (int i = 0; i < AT_ONCE; i++) {
                places.add("(" + random.nextLong(leaf.blocks()) + "," + (1 + random.nextInt(leaf.places())) + ")");
            }
            counts[2] += AT_ONCE;
            List<Drawn> drawn =
                    chunks == null ? documents(session, run, leaf, places) : chunks(session, run, leaf, places, chunks);
            for (Drawn row : drawn) {
                counts[0]++;
                counts[1] += row.wrong() ? 1 : 0;
                if (row.wrong() && row.document().isUuid() && suspects.size() < MOST_DIAGNOSED) {
                    suspects.add(row.document().toUuid());
                }
            }
            state.rows += drawn.size();
            state.corpusRows += drawn.size();
            if (timeIsUp.getAsBoolean()) {
                break;
            }
        }
        diagnose(session, state, run, suspects);
        return counts[0] >= wanted || counts[2] >= (long) wanted * MOST_VAIN;
    }

    private Leaf draw(List<Leaf> leaves, long blocks) {
        long block = random.nextLong(blocks);
        for (Leaf leaf : leaves) {
            if (block < leaf.blocks()) {
                return leaf;
            }
            block -= leaf.blocks();
        }
        throw new IllegalStateException("The blocks of all leaves are those of the table.");
    }

    /** Places that a block has at most: each row takes its header of 24 bytes and a pointer of 4. */
    private static List<Leaf> leaves(Session session, TableName table) {
        return session.list(
                "WITH RECURSIVE part (id) AS (SELECT CAST(CAST($1 AS text) AS regclass)::oid UNION SELECT i.inhrelid FROM"
                        + " pg_catalog.pg_inherits AS i JOIN part AS p ON i.inhparent = p.id) SELECT c.oid::bigint AS oid,"
                        + " pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::bigint AS blocks,"
                        + " (current_setting('block_size')::integer - 24) / 28 AS places FROM pg_catalog.pg_class c"
                        + " WHERE c.oid IN (SELECT id FROM part) AND c.relkind = 'r'"
                        + " AND pg_catalog.pg_relation_size(c.oid) > 0",
                row -> new Leaf(row.number("oid"), row.number("blocks"), row.get("places", Integer.class)),
                TableSql.quoted(table));
    }

    private static String at(String alias) {
        return alias + ".ctid = ANY (CAST($1 AS tid[])) AND " + alias + ".tableoid = CAST($2 AS oid)";
    }

    private record DocumentInputs(
            StoredId id, @Nullable String user, @Nullable String hash) {}

    private List<Drawn> documents(Session session, Optional<LiveRun> run, Leaf leaf, List<String> places) {
        Column id = schema.documents().id();
        List<DocumentInputs> rows = session.list(
                "/* truename:scan */ SELECT " + RecipeSql.column(id, "d") + "::text AS id, "
                        + RecipeSql.user(schema.documents(), "d") + " AS owner, "
                        + RecipeSql.storedHash(schema.documents(), "d") + " AS hash FROM "
                        + TableSql.quoted(schema.documents().table()) + " d WHERE " + at("d"),
                row -> new DocumentInputs(
                        StoredId.of(row.text("id")),
                        row.find("owner", String.class).orElse(null),
                        row.find("hash", String.class).orElse(null)),
                places.toArray(String[]::new),
                leaf.oid());
        Set<UUID> toMove =
                toMove(session, run, rows.stream().map(DocumentInputs::id).toList());
        return rows.stream()
                .map(row -> new Drawn(row.id(), !toMove.contains(row.id().toUuid()) && !isTrue(row)))
                .toList();
    }

    private boolean isTrue(DocumentInputs row) {
        if (row.user() == null || row.hash() == null || !row.id().isUuid()) {
            return false;
        }
        try {
            DocumentId computed = schema.documentId(row.user(), row.hash());
            return computed.mostSignificantBits() == row.id().mostSignificantBits()
                    && computed.leastSignificantBits() == row.id().leastSignificantBits();
        } catch (RefusedException notLegal) {
            return false;
        }
    }

    private record ChunkInputs(
            StoredId id,
            StoredId document,
            @Nullable String chunker,
            @Nullable String version,
            @Nullable Long ordinal) {}

    private List<Drawn> chunks(
            Session session, Optional<LiveRun> run, Leaf leaf, List<String> places, ChunkTable table) {
        List<ChunkInputs> rows = session.list(
                "/* truename:scan */ SELECT " + RecipeSql.column(table.id(), "c") + "::text AS id, "
                        + RecipeSql.column(table.document(), "c") + "::text AS document, "
                        + RecipeSql.chunker(table, "c") + " AS chunker, " + RecipeSql.chunkerVersion(table, "c")
                        + " AS version, " + RecipeSql.ordinal(table, "c") + "::bigint AS ordinal FROM "
                        + RecipeSql.chunksOf(
                                table,
                                "c",
                                "SELECT " + RecipeSql.column(table.document(), "c") + " FROM "
                                        + TableSql.quoted(table.table()) + " c WHERE " + at("c"))
                        + " WHERE " + at("c"),
                row -> new ChunkInputs(
                        StoredId.of(row.find("id", String.class).orElse("")),
                        StoredId.of(row.find("document", String.class).orElse("")),
                        row.find("chunker", String.class).orElse(null),
                        row.find("version", String.class).orElse(null),
                        row.find("ordinal", Long.class).orElse(null)),
                places.toArray(String[]::new),
                leaf.oid());
        Set<UUID> toMove =
                toMove(session, run, rows.stream().map(ChunkInputs::document).toList());
        return rows.stream()
                .map(row -> new Drawn(
                        row.document(), !toMove.contains(row.document().toUuid()) && !isTrue(row)))
                .toList();
    }

    private boolean isTrue(ChunkInputs row) {
        if (row.chunker() == null
                || row.version() == null
                || row.ordinal() == null
                || row.ordinal() < 0
                || row.ordinal() > Integer.MAX_VALUE
                || !row.id().isUuid()
                || !row.document().isUuid()) {
            return false;
        }
        try {
            ChunkId computed = schema.namespace()
                    .chunkId(
                            new DocumentId(
                                    row.document().mostSignificantBits(),
                                    row.document().leastSignificantBits()),
                            row.chunker(),
                            row.version(),
                            row.ordinal().intValue());
            return computed.mostSignificantBits() == row.id().mostSignificantBits()
                    && computed.leastSignificantBits() == row.id().leastSignificantBits();
        } catch (RefusedException notLegal) {
            return false;
        }
    }

    private static Set<UUID> toMove(Session session, Optional<LiveRun> run, List<StoredId> ids) {
        return run.isEmpty()
                ? Set.of()
                : run.get()
                        .toMove(
                                session,
                                ids.stream()
                                        .filter(StoredId::isUuid)
                                        .map(StoredId::toUuid)
                                        .toList());
    }

    private void diagnose(Session session, ScanState state, Optional<LiveRun> run, Set<UUID> suspects) {
        if (suspects.isEmpty()) {
            return;
        }
        Column id = schema.documents().id();
        List<String> ids = new ArrayList<>();
        for (UUID suspect : suspects) {
            ids.add(suspect.toString());
            if (!PackedSql.isUuid(id)) {
                ids.add(suspect.toString().toUpperCase(Locale.ROOT));
            }
        }
        CorpusChecks checks = documents.checks(state.checks);
        CorpusPage page = documents
                .reader()
                .some(
                        session,
                        " WHERE " + RecipeSql.column(id, "d") + " = ANY (CAST($2 AS " + id.type() + "[]))",
                        List.of((Object) ids.toArray(String[]::new)));
        DocumentPart.pass(session, page, checks, run, Double.NEGATIVE_INFINITY);
        state.checks = checks.state();
    }
}
