// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.corpus.validate.ValidationSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Column that refers to documents or chunks without a validated foreign key: orphans. Each reference is looked up by index. */
final class ReferencePart implements ScanPart {
    private static final int LEAST_BLOCKS = 64;
    private static final int MOST_BLOCKS = 8_192;
    private static final String UUID_PATTERN = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

    private final RekeyedTable table;
    private final IdColumn idColumn;
    private final ValidationSql sql;
    private final SliceSize blocks = new SliceSize(LEAST_BLOCKS, MOST_BLOCKS);
    private final Cause cause;

    ReferencePart(CorpusSchema schema, RekeyedTable table, IdColumn idColumn) {
        this.table = table;
        this.idColumn = idColumn;
        this.sql = new ValidationSql(schema);
        boolean embeddings = idColumn.space() > 0 && holdsEmbeddings(schema, table);
        this.cause = new Cause(
                embeddings ? FindingKind.EMBEDDING_ORPHAN : FindingKind.REFERENCE_ORPHAN,
                table.relation().name().toString(),
                idColumn.column().name(),
                idColumn.path().map(ValidationSql::path).orElse(""));
    }

    /** Columns of a corpus that may hold orphans; those of chunks that refer to documents only if a page does not see them. */
    static List<ScanPart> of(CorpusSchema schema) {
        List<ScanPart> parts = new ArrayList<>();
        for (RekeyedTable table : schema.tables()) {
            if (table.relation().name().equals(ImportedHashes.TABLE)) {
                // A list of hashes may have more keys than the corpus has documents.
                continue;
            }
            for (IdColumn idColumn : table.idColumns()) {
                boolean keyed = schema.foreignKeys().stream()
                        .anyMatch(key -> key.validated()
                                && key.table().equals(table.relation().name())
                                && key.columns().contains(idColumn.column().name()));
                boolean onPages = schema.chunks().stream()
                        .anyMatch(chunks -> PageReader.seesOrphans(schema, chunks)
                                && chunks.table().equals(table.relation().name())
                                && chunks.document()
                                        .name()
                                        .equals(idColumn.column().name()));
                if (idColumn.origin() != IdColumn.Origin.ID
                        && !keyed
                        && !onPages
                        && ValidationSql.tellsOrphans(idColumn)) {
                    parts.add(new ReferencePart(schema, table, idColumn));
                }
            }
        }
        return parts;
    }

    /** Whether a table that is none of chunks holds embeddings, by the types of its columns and its name. */
    private static boolean holdsEmbeddings(CorpusSchema schema, RekeyedTable table) {
        if (schema.chunks().stream()
                .anyMatch(chunks -> chunks.table().equals(table.relation().name()))) {
            return false;
        }
        String name = table.relation().name().name().toLowerCase(Locale.ROOT);
        return name.contains("embedding")
                || name.contains("vector")
                || table.relation().columns().stream().map(Column::type).anyMatch(EmbeddingPart::isVector);
    }

    @Override
    public String name() {
        return "references " + CorpusValidator.name(table.relation().name(), idColumn);
    }

    @Override
    public boolean covers(Cause other) {
        return cause.equals(other);
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_INDEX);
        String statement = sql.orphans(table.relation().name(), idColumn)
                + run.map(this::progress).orElse("");
        long last = TableBlocks.of(session, TableSql.quoted(table.relation().name()))
                .last();
        do {
            long until = state.block + blocks.begin();
            List<Object> values = new ArrayList<>(List.of(TableBlocks.at(state.block), TableBlocks.at(until)));
            idColumn.path().map(ValidationSql::path).ifPresent(values::add);
            session.one(
                    statement,
                    row -> {
                        long orphans = row.number("rows");
                        if (orphans > 0) {
                            List<String> examples = row.find("examples", String[].class)
                                    .map(List::of)
                                    .orElse(List.of());
                            state.others().add(new Observation(cause, orphans, examples));
                        }
                        return orphans;
                    },
                    values.toArray());
            blocks.end();
            state.block = until;
        } while (state.block < last && !timeIsUp.getAsBoolean());
        return state.block >= last;
    }

    /** References to rows that the migration has moved meanwhile: it corrects them at its end. */
    private String progress(LiveRun run) {
        String id = "(CASE WHEN r.id::text ~* " + UUID_PATTERN + " THEN CAST(r.id::text AS uuid) END)";
        return " AND NOT EXISTS (SELECT FROM truename.document_map AS m WHERE m.old_id = " + id + " AND m.run + 0 = "
                + run.number() + " OFFSET 0) AND NOT EXISTS (SELECT FROM truename.chunk_map AS m WHERE m.old_id = " + id
                + " AND m.run + 0 = " + run.number() + " OFFSET 0)";
    }
}
