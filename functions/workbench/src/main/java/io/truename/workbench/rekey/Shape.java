// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.schema.KeyedVariant;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * Shape of a corpus that people have.
 *
 * @param creation makes its tables with so many documents
 * @param mapping in YAML
 * @param contents hash of all rows of each table
 * @param inputs the kinds of inputs of its mapping
 */
public record Shape(
        String name,
        ObjIntConsumer<TestDatabase> creation,
        String mapping,
        Function<TestDatabase, Map<String, String>> contents,
        String inputs) {
    private static final String OUTBOX =
            "\nexternal: [{store: objects, of: documents, pattern: 'raw/{id}.pdf'}, {store: vectors, of: chunks}]\n";

    private Shape(SchemaVariant variant, String inputs) {
        this(variant.toString(), variant::create, variant.mapping(), variant::contents, inputs);
    }

    private Shape(KeyedVariant variant, String inputs) {
        this(variant.toString(), variant::create, variant.mapping(), variant::contents, inputs);
    }

    /** All shapes. The first is mapped by plain columns; the others are compared with it. */
    public static List<Shape> all() {
        return List.of(
                new Shape(SchemaVariant.SAMPLE_PIPELINE, "columns"),
                new Shape(
                        SchemaVariant.SAMPLE_PIPELINE + " with an outbox",
                        SchemaVariant.SAMPLE_PIPELINE::create,
                        SchemaVariant.SAMPLE_PIPELINE.mapping() + OUTBOX,
                        SchemaVariant.SAMPLE_PIPELINE::contents,
                        "columns; a pair of names for each document and chunk"),
                new Shape(
                        SchemaVariant.CONTENT_BEHIND_JSON,
                        "first of, path into text, column of another table, SHA3-256, constants"),
                new Shape(SchemaVariant.FILES_WITH_METADATA, "first of, base64, paths into json and jsonb, constants"),
                new Shape(SchemaVariant.IDS_WITHIN_TEXT, "ids within text, arrays and JSON by patterns"),
                new Shape(SchemaVariant.CHUNKS_WITHOUT_ORDINAL, "positions over paths and columns, constants"),
                new Shape(SchemaVariant.TEXT_ITEMS, "SHA-256 of columns, first of, path"),
                new Shape(SchemaVariant.CONTENT_ELSEWHERE, "first of, imported hashes, constants"),
                new Shape(KeyedVariant.SERIAL_ENTRIES, "true ids beside keys, first of, join"),
                new Shape(KeyedVariant.PAGES_AND_SECTIONS, "true ids beside keys, constants, base64"),
                new Shape(KeyedVariant.VECTORIZED_ARTICLES, "true ids of chunks only, SHA-256 of columns, constants"),
                new Shape(KeyedVariant.URLS_AND_CHUNK_STATS, "true ids beside keys, constants, bytea"));
    }

    @Override
    public String toString() {
        return name;
    }
}
