// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.Collision;
import io.truename.corpus.suggest.Example;
import io.truename.corpus.suggest.Notice;
import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows with the names and ids that a mapping gives them: examples, rows without a name, and rows that share one. */
final class NamedRows {
    /** Number of examples of each table. */
    static final int MOST_EXAMPLES = 5;

    private static final int MOST_COLLISIONS = 10;
    private static final int MOST_IDS = 5;

    private final CorpusSchema schema;
    private final List<Example> examples = new ArrayList<>();
    private final List<Collision> collisions = new ArrayList<>();
    private final List<Notice> warnings = new ArrayList<>();

    NamedRows(CorpusSchema schema) {
        this.schema = schema;
    }

    /** Inputs of a row as they are stored; those of chunks are null for a document. */
    record NamedRow(
            String id,
            @Nullable String owner,
            @Nullable String hash,
            @Nullable String document,
            @Nullable String chunker,
            @Nullable String version,
            @Nullable Long ordinal) {}

    List<Example> examples() {
        return examples;
    }

    /** May be replaced one by one. */
    List<Collision> collisions() {
        return collisions;
    }

    List<Notice> warnings() {
        return warnings;
    }

    void documents(List<NamedRow> rows) {
        TableName table = schema.documents().table();
        add(table, rows.stream().map(row -> document(table, row)).toList());
    }

    private Example document(TableName table, NamedRow row) {
        try {
            DocumentId id = schema.documentId(row.owner, row.hash);
            String name = schema.documents().algorithm().documentName(schema.namespace(), row.owner, row.hash);
            return named(table, row, name, new UUID(id.mostSignificantBits(), id.leastSignificantBits()));
        } catch (RefusedException refused) {
            return unnamed(table, row, refused);
        }
    }

    void chunks(ChunkTable chunks, List<NamedRow> rows) {
        add(chunks.table(), rows.stream().map(row -> chunk(chunks.table(), row)).toList());
    }

    private Example chunk(TableName table, NamedRow row) {
        try {
            DocumentId document = schema.documentId(row.owner, row.hash);
            if (row.ordinal == null) {
                return unnamed(table, row, "ordinal must be a whole number from 0, got nothing or something else");
            }
            ChunkName name = ChunkName.of(document.toString(), row.chunker, row.version, row.ordinal);
            ChunkId id = schema.namespace().chunkId(name);
            return named(
                    table,
                    row,
                    schema.namespace().name(name),
                    new UUID(id.mostSignificantBits(), id.leastSignificantBits()));
        } catch (RefusedException refused) {
            return unnamed(table, row, refused);
        }
    }

    private static Example named(TableName table, NamedRow row, String name, UUID id) {
        return new Example(table, row.id, Optional.of(name), Optional.of(id), "");
    }

    private static Example unnamed(TableName table, NamedRow row, RefusedException refused) {
        Refusal refusal = refused.refusals().get(0);
        return unnamed(table, row, refusal.field() + " " + refusal.rule() + ", got " + refusal.got());
    }

    private static Example unnamed(TableName table, NamedRow row, String problem) {
        return new Example(table, row.id, Optional.empty(), Optional.empty(), problem);
    }

    private void add(TableName table, List<Example> rows) {
        List<Example> named =
                rows.stream().filter(row -> row.name().isPresent()).toList();
        List<Example> unnamed =
                rows.stream().filter(row -> row.name().isEmpty()).toList();
        named.stream().limit(MOST_EXAMPLES - (unnamed.isEmpty() ? 0 : 1)).forEach(examples::add);
        unnamed.stream().limit(1).forEach(examples::add);
        if (!unnamed.isEmpty()) {
            warnings.add(new Notice(
                    table.toString(),
                    unnamed.size() + " of " + rows.size() + " sampled rows have no name and would stay as they are: "
                            + unnamed.get(0).problem() + "."));
        }
        Map<UUID, List<String>> ids = new LinkedHashMap<>();
        named.forEach(row -> ids.computeIfAbsent(row.trueId().orElseThrow(), absent -> new ArrayList<>())
                .add(row.id()));
        ids.forEach((trueId, same) -> {
            if (same.size() > 1 && collisions.size() < MOST_COLLISIONS) {
                collisions.add(new Collision(
                        table, trueId, same.subList(0, Math.min(same.size(), MOST_IDS)), Optional.empty()));
            }
        });
    }
}
