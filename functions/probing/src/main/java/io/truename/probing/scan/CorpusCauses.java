// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Causes at the places of a corpus. Each is built once, because millions of rows may have it. */
final class CorpusCauses {
    private static final int MOST_KEPT = 1_000;

    private final CorpusSchema schema;
    private final Map<Key, Cause> kept = new HashMap<>();
    private @Nullable Cause lastCause;
    private int lastTable;

    CorpusCauses(CorpusSchema schema) {
        this.schema = schema;
    }

    private record Key(FindingKind kind, int table, String column, String detail) {}

    Cause ofDocuments(FindingKind kind, String column, String detail) {
        return of(kind, -1, column, detail);
    }

    Cause ofChunks(FindingKind kind, int table, String column, String detail) {
        return of(kind, table, column, detail);
    }

    /** Cause of a wrong id of a document, or with a table of one of its chunks. */
    Cause ofId(FindingKind kind, int table, String detail) {
        return of(
                kind,
                table,
                table < 0 ? schema.documents().id().name() : chunks(table).id().name(),
                detail);
    }

    Cause wrongParent(int table) {
        return of(
                FindingKind.REFERENCE_WRONG_PARENT,
                table,
                chunks(table).document().name(),
                "");
    }

    ChunkTable chunks(int table) {
        return schema.chunks().get(table);
    }

    private Cause of(FindingKind kind, int table, String column, String detail) {
        Cause last = lastCause;
        if (last != null
                && last.kind() == kind
                && lastTable == table
                && last.column().equals(column)
                && last.detail().equals(detail)) {
            return last;
        }
        Cause found = find(kind, table, column, detail);
        lastCause = found;
        lastTable = table;
        return found;
    }

    private Cause find(FindingKind kind, int table, String column, String detail) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(new Key(kind, table, column, detail), key -> {
            String name = table < 0
                    ? schema.documents().table().toString()
                    : chunks(table).table().toString();
            return new Cause(kind, name, column, detail);
        });
    }
}
