// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compares the number of chunks that the chunker said with those in the corpus. Rows are looked up under the id that the chunker used and
 * under the recipe's, because a migration may have moved them. Left out are documents that were deleted since, and those that were cut
 * more than once: of these the number is not known.
 */
public final class StoredRows {
    /** Maximum number of documents of a look, the newest first. */
    public static final int MOST_DOCUMENTS = 10_000;

    /** A transaction of the chunker, or a replica, may be this late. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private static final int AT_ONCE = 1_000;
    private static final int MOST_SAMPLES = 10;

    private static final String SAID =
            "SELECT id, chunked_id, chunked_said FROM truename.stage_document WHERE first_at >= "
                    + StageSql.time("$1") + " AND chunked_said > 0 AND chunked_first = chunked_last AND chunked_last < "
                    + StageSql.time("$2") + " ORDER BY first_at DESC LIMIT " + MOST_DOCUMENTS;

    private final CorpusSchema schema;

    public StoredRows(CorpusSchema schema) {
        this.schema = schema;
    }

    /**
     * Documents with fewer rows than said.
     *
     * @param samples ids of some of them, at most ten
     * @param complete whether every document of the window was looked at
     */
    public record Fewer(long documents, List<String> samples, boolean complete) {
        public Fewer {
            samples = List.copyOf(samples);
        }
    }

    private record Said(UUID document, UUID used, long rows) {
        Set<UUID> ids() {
            return Set.copyOf(new TreeSet<>(List.of(document, used)));
        }
    }

    /**
     * Looks at documents whose first event is from {@code since} on.
     *
     * @param own database of the events
     * @param corpus a replica of the corpus, or the same database
     */
    public Fewer look(Database own, Database corpus, Instant since, Instant now) {
        List<Said> said = own.with(session -> session.list(
                SAID,
                row -> new Said(
                        row.get("id", UUID.class), row.get("chunked_id", UUID.class), row.number("chunked_said")),
                StageSql.micros(since),
                StageSql.micros(now.minus(SETTLED))));
        List<String> fewer = new ArrayList<>();
        long count = 0;
        for (int at = 0; at < said.size(); at += AT_ONCE) {
            for (UUID document : fewer(corpus, said.subList(at, Math.min(said.size(), at + AT_ONCE)))) {
                count++;
                if (fewer.size() < MOST_SAMPLES) {
                    fewer.add(document.toString());
                }
            }
        }
        return new Fewer(count, fewer, said.size() < MOST_DOCUMENTS);
    }

    private List<UUID> fewer(Database corpus, List<Said> said) {
        Set<UUID> ids = new HashSet<>();
        said.forEach(document -> ids.addAll(document.ids()));
        return corpus.inTransaction(session -> {
            session.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '2s'");
            Set<UUID> stored = counts(
                            session,
                            schema.documents().id(),
                            TableSql.quoted(schema.documents().table()),
                            ids)
                    .keySet();
            Map<UUID, Long> rows = new HashMap<>();
            for (ChunkTable chunks : schema.chunks()) {
                counts(session, chunks.document(), TableSql.quoted(chunks.table()), ids)
                        .forEach((id, number) -> rows.merge(id, number, Long::sum));
            }
            return said.stream()
                    .filter(document -> document.ids().stream().anyMatch(stored::contains))
                    .filter(document -> document.ids().stream()
                                    .mapToLong(id -> rows.getOrDefault(id, 0L))
                                    .sum()
                            < document.rows())
                    .map(Said::document)
                    .toList();
        });
    }

    /** Number of rows by the id in a column; ids without a row are absent. */
    private static Map<UUID, Long> counts(Session session, Column column, String table, Set<UUID> ids) {
        boolean isUuid = column.type().equals("uuid");
        String name = RecipeSql.column(column, "t");
        Object[] values = isUuid
                ? ids.toArray(UUID[]::new)
                : ids.stream()
                        .map(UUID::toString)
                        .flatMap(id -> Stream.of(id, id.toUpperCase(Locale.ROOT)))
                        .toArray(String[]::new);
        Map<UUID, Long> counts = new HashMap<>();
        session.list(
                        "SELECT " + name + "::text AS id, count(*) AS rows FROM " + table + " t WHERE " + name
                                + " = ANY($1::" + (isUuid ? "uuid" : "text") + "[]) GROUP BY 1",
                        row -> Map.entry(UUID.fromString(row.text("id")), row.number("rows")),
                        (Object) values)
                .forEach(entry -> counts.merge(entry.getKey(), entry.getValue(), Long::sum));
        return counts;
    }
}
