// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.Mapping.SoftReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoftReferenceLineTest {
    private static final String MAPPING = """
            documents: {table: d, id: id, user: u, contentHash: h}
            chunks: [{table: c, id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o},
                     {table: e, id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o}]
            softReferences:
            """;

    @Test
    void of_plainNames_needsNoQuotes() {
        SoftReference reference = reference("app", "jobs", "payload", "$.document_id", 0);

        assertThat(SoftReferenceLine.of(reference, 1))
                .isEqualTo("- {table: app.jobs, column: payload, path: $.document_id, to: documents}");
        assertThat(SoftReferenceLine.of(reference("app", "jobs", "doc", "", 1), 1))
                .endsWith("column: doc, to: chunks}");
        assertThat(SoftReferenceLine.of(reference("app", "jobs", "doc", "", 2), 2))
                .endsWith("to: 'chunks[1]'}");
    }

    /** Catches a line that does not say what is meant when somebody copies it. */
    @Test
    void of_anyNames_isReadAsTheSame() {
        List<String> names = List.of(
                "null", "No", "a b", "it's", "\"", "a.b", "x: y", "# x", "é", "{", "[*]", "1", "-", "yes", "on");
        for (String name : names) {
            for (String path :
                    List.of("", "$.ids[*]", "$.\"it's\".\"a, b\"", "$.\"\\\"\"", "$.\"a: b\".c", "$[*][*]")) {
                for (int space = 0; space < 3; space++) {
                    assertIsReadAsTheSame(reference(name, name, name, path, space));
                }
            }
        }
    }

    @Test
    void of_pattern_isReadAsTheSame() {
        for (String pattern : List.of("*{id}*", "file-{ID}", "it's: {id32} # x", "{ID32}", "\"{id}\"")) {
            SoftReference plain = reference("app", "jobs", "doc", "", 1);
            assertIsReadAsTheSame(new SoftReference(
                    plain.table(), plain.column(), plain.path(), ReferencePattern.parse(pattern), plain.space()));
        }
    }

    private static void assertIsReadAsTheSame(SoftReference reference) {
        String line = SoftReferenceLine.of(reference, 2);

        assertThat(MappingReader.read(MAPPING + "  " + line).softReferences())
                .as(line)
                .containsExactly(reference);
    }

    private static SoftReference reference(String schema, String table, String column, String path, int space) {
        return new SoftReference(
                new QualifiedName(List.of(schema, table)),
                new QualifiedName(List.of(column)),
                path.isEmpty() ? Optional.empty() : JsonPath.parse(path),
                Optional.empty(),
                space);
    }
}
