// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns of documents, besides those of the mapping, that a wrong recipe may have read. Their usual names tell. */
final class DocumentExtras {
    private static final int MOST = 3;
    private static final Set<String> FILE_NAMES = Set.of(
            "filename", "file_name", "name", "original_name", "original_filename", "title", "path", "storage_path");
    private static final Set<String> TEXTS = Set.of("text", "character varying");

    private DocumentExtras() {}

    /**
     * A further column.
     *
     * @param label stable: it becomes part of fingerprints
     */
    record Extra(Column column, String label) {}

    static List<Extra> of(CorpusSchema schema) {
        List<Extra> extras = new ArrayList<>();
        for (Column column : schema.table(schema.documents().table()).relation().columns()) {
            String name = column.name().toLowerCase(Locale.ROOT);
            String type = column.type().replaceAll("\\(\\d+\\)", "");
            if (FILE_NAMES.contains(name) && TEXTS.contains(type) && extras.size() < MOST) {
                extras.add(new Extra(
                        column, name.contains("path") ? "path" : name.equals("title") ? "title" : "file-name"));
            }
        }
        return extras;
    }

    static List<String> labels(List<Extra> extras) {
        return extras.stream().map(Extra::label).distinct().toList();
    }
}
