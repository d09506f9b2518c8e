// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.postgres.Database;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.SqlNames;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Embeddings of a table of chunks: dimension, zero, not a number, the same for different texts. Vectors stay in the database. What
 * most rows of the column have is the right dimension. Of each vector and its text it takes a hash value, which
 * {@link EqualVectorsPart} compares.
 */
final class EmbeddingPart implements ScanPart {
    private static final int LEAST_BLOCKS = 32;
    private static final int MOST_BLOCKS = 4_096;
    /** Of a vector {@code v.e}; the same for values that are equal, such as zero and minus zero. */
    private static final String HASH = "hash_array_extended(v.e, 0)";

    private static final Pattern VECTOR = Pattern.compile("(.*\\.)?\"?(vector|halfvec)\"?(\\(\\d+\\))?");
    private static final Pattern ARRAY = Pattern.compile("(real|double precision|numeric(\\(.*\\))?)\\[]");
    private static final Set<String> TEXTS = Set.of(
            "content",
            "text",
            "chunk_text",
            "chunk_sha256",
            "content_sha256",
            "content_hash",
            "text_sha256",
            "chunk_hash",
            "body");

    private final ChunkTable table;
    private final Column embedding;
    private final Optional<Column> text;
    private final SliceSize blocks = new SliceSize(LEAST_BLOCKS, MOST_BLOCKS);

    private EmbeddingPart(CorpusSchema schema, ChunkTable table, Column embedding) {
        this.table = table;
        this.embedding = embedding;
        this.text = schema.table(table.table()).relation().columns().stream()
                .filter(column -> TEXTS.contains(column.name().toLowerCase(Locale.ROOT)))
                .filter(column ->
                        column.type().startsWith("text") || column.type().startsWith("character"))
                .findFirst();
    }

    /** Parts for the columns of embeddings that can be read. */
    static List<ScanPart> of(CorpusSchema schema, Database database, int documentsOfAPage) {
        List<ScanPart> parts = new ArrayList<>();
        for (ChunkTable table : schema.chunks()) {
            table.embedding()
                    .filter(column -> isVector(column.type()))
                    .map(column -> new EmbeddingPart(schema, table, column))
                    .ifPresent(part -> {
                        parts.add(part);
                        if (part.text.isPresent()) {
                            parts.add(new EqualVectorsPart(
                                    part, database, part.cause(FindingKind.EMBEDDING_REPEATED, ""), documentsOfAPage));
                        }
                    });
        }
        return parts;
    }

    /** Tells of embeddings that no part looks at, with the reason. */
    static void tellUnlooked(CorpusSchema schema, ScanState state) {
        for (ChunkTable table : schema.chunks()) {
            if (table.embedding().isEmpty()) {
                state.notLookedAt("embeddings of " + table.table(), "The mapping names no column of them.");
                continue;
            }
            Column column = table.embedding().get();
            if (!isVector(column.type())) {
                state.notLookedAt(
                        "values of " + table.table() + "." + column.name(),
                        "The type " + column.type() + " cannot be read as a vector; only whether it is there was.");
            } else if (new EmbeddingPart(schema, table, column).text.isEmpty()) {
                state.notLookedAt(
                        "equal vectors of " + table.table() + "." + column.name(),
                        "No column tells whether their texts differ.");
            }
        }
    }

    static boolean isVector(String type) {
        return VECTOR.matcher(type).matches() || ARRAY.matcher(type).matches();
    }

    @Override
    public String name() {
        return "embeddings " + table.table() + "." + embedding.name();
    }

    @Override
    public boolean covers(Cause cause) {
        return cause.table().equals(table.table().toString())
                && cause.column().equals(embedding.name())
                && (cause.kind() == FindingKind.EMBEDDING_DIMENSION
                        || cause.kind() == FindingKind.EMBEDDING_ZERO
                        || cause.kind() == FindingKind.EMBEDDING_NOT_A_NUMBER
                        || (cause.kind() == FindingKind.EMBEDDING_REPEATED && text.isPresent()));
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_INDEX);
        long last = TableBlocks.of(session, TableSql.quoted(table.table())).last();
        long from = state.block;
        VectorHashes.Collected hashes = new VectorHashes.Collected();
        do {
            long until = state.block + blocks.begin();
            values(session, state, until, hashes);
            blocks.end();
            state.block = until;
        } while (state.block < last && !timeIsUp.getAsBoolean());
        if (text.isPresent()) {
            state.hashes.addAll(hashes.slices(name(), from, state.block));
        }
        if (state.block < last) {
            return false;
        }
        minorities(state);
        return true;
    }

    /** Copied once out of where the server keeps long values; else each look at it would copy it again. */
    private String slice() {
        String vector = RecipeSql.column(embedding, "x");
        String array =
                VECTOR.matcher(embedding.type()).matches() ? "CAST(" + vector + " AS real[])" : vector + " || '{}'";
        return "SELECT " + RecipeSql.column(table.id(), "x") + "::text AS id, " + array + " AS e, "
                + text.map(column -> "x." + SqlNames.quoted(column.name()) + "::text COLLATE \"C\"")
                        .orElse("NULL::text")
                + " AS t FROM "
                + TableSql.quoted(table.table()) + " x WHERE " + TableBlocks.within("x", 1) + " AND " + vector
                + " IS NOT NULL OFFSET 0";
    }

    /** Selects the id of a row of a slice whose vector has the hash value bound as $3; null if there is none. */
    String idOf() {
        return "/* truename:scan */ SELECT min(v.id COLLATE \"C\") AS id FROM (" + slice() + ") v WHERE " + HASH
                + " = $3";
    }

    private void values(Session session, ScanState state, long until, VectorHashes.Collected hashes) {
        String counted = text.isPresent() ? " FILTER (WHERE d.vector IS NOT NULL)" : " FILTER (WHERE false)";
        session.list(
                "/* truename:scan */ SELECT d.dimension::text AS dimension, count(*) AS rows, min(d.id COLLATE \"C\") AS one,"
                        + " max(d.id COLLATE \"C\") AS other, count(*) FILTER (WHERE d.zero) AS zeros,"
                        + " (array_agg(d.id) FILTER (WHERE d.zero))[1:10] AS zero_ids,"
                        + " count(*) FILTER (WHERE d.odd) AS odds, (array_agg(d.id) FILTER (WHERE d.odd))[1:10] AS odd_ids,"
                        + " array_send(array_agg(d.vector)" + counted + ") AS vectors, array_send(array_agg(d.text)"
                        + counted
                        + ") AS texts"
                        + " FROM (SELECT v.id, cardinality(v.e) AS dimension, v.e <> '{}' AND 0 = ALL (v.e) AS zero,"
                        + " ('NaN' = ANY (v.e) OR 'Infinity' = ANY (v.e) OR '-Infinity' = ANY (v.e)) IS NOT FALSE AS odd,"
                        + " CASE WHEN v.t IS NOT NULL AND NOT 0 = ALL (v.e) THEN " + HASH
                        + " END AS vector, hashtextextended(v.t, 0) AS text"
                        + " FROM (" + slice() + ") v) d GROUP BY d.dimension",
                row -> {
                    state.rows += row.number("rows");
                    state.dimension(
                            name(),
                            row.text("dimension"),
                            row.number("rows"),
                            List.copyOf(new LinkedHashSet<>(List.of(row.text("one"), row.text("other")))));
                    observe(state, FindingKind.EMBEDDING_ZERO, row.number("zeros"), ids(row, "zero_ids"));
                    observe(state, FindingKind.EMBEDDING_NOT_A_NUMBER, row.number("odds"), ids(row, "odd_ids"));
                    row.find("vectors", byte[].class)
                            .ifPresent(vectors -> hashes.add(vectors, row.get("texts", byte[].class)));
                    return true;
                },
                TableBlocks.at(state.block),
                TableBlocks.at(until));
    }

    private static List<String> ids(Session.Fields row, String column) {
        return row.find(column, String[].class).map(List::of).orElse(List.of());
    }

    private void observe(ScanState state, FindingKind kind, long rows, List<String> ids) {
        if (rows > 0) {
            state.others().add(new Observation(cause(kind, ""), rows, ids));
        }
    }

    private void minorities(ScanState state) {
        Map<String, ScanState.Dimension> all = state.dimensions.getOrDefault(name(), Map.of());
        long most =
                all.values().stream().mapToLong(ScanState.Dimension::rows).max().orElse(0);
        boolean chosen = false;
        for (Map.Entry<String, ScanState.Dimension> dimension : all.entrySet()) {
            if (!chosen && dimension.getValue().rows() == most) {
                chosen = true;
                continue;
            }
            state.others()
                    .add(new Observation(
                            cause(FindingKind.EMBEDDING_DIMENSION, dimension.getKey()),
                            dimension.getValue().rows(),
                            dimension.getValue().samples()));
        }
        state.dimensions.remove(name());
    }

    private Cause cause(FindingKind kind, String detail) {
        return new Cause(kind, table.table().toString(), embedding.name(), detail);
    }
}
