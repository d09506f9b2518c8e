// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingReaderTest {
    private static final String BARE = """
            documents: {table: d, id: id, user: u, contentHash: h}
            chunks: {table: c, id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o}
            """;

    @Test
    void external_hasAPatternForEachStore() {
        assertThat(MappingReader.read(BARE + "external: [{store: vectors, of: chunks},"
                                + " {store: objects, of: documents, pattern: \"raw/it's-{id}.pdf\"}]")
                        .external())
                .containsExactly(
                        new Mapping.External("vectors", 1, "", ""),
                        new Mapping.External("objects", 0, "raw/it's-", ".pdf"));
        assertThat(MappingReader.read(BARE).external()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | /external",
                "{store: a, of: documents} | /external",
                "[a] | /external/0",
                "[{of: documents}] | /external/0/store",
                "[{store: A B, of: documents}] | /external/0/store",
                "[{store: a}] | /external/0/of",
                "[{store: a, of: 'chunks[1]'}] | /external/0/of",
                "[{store: a, of: documents, pattern: raw}] | /external/0/pattern",
                "[{store: a, of: documents, pattern: '{id}/{id}'}] | /external/0/pattern",
                "[{store: a, of: documents, to: b}] | /external/0/to",
                "[{store: a, of: documents}, {store: a, of: documents, pattern: '{id}'}] | /external/1",
            })
    void externalThatIsNotLegal_isRefusedAtItsPlace(String external, String pointer) {
        assertThat(catchThrowableOfType(
                                MappingException.class, () -> MappingReader.read(BARE + "external: " + external))
                        .issues())
                .extracting(FieldIssue::pointer)
                .contains(pointer);
    }

    private static final String DOCUMENTS = "documents: {table: d, id: id, user: u, contentHash: h}\n";
    private static final String CHUNK = "{table: c, id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o}";

    @Test
    void read_everything() {
        Mapping mapping = MappingReader.read("""
                namespace: 6BA7B810-9dad-11d1-80b4-00c04fd430c8
                namespaceHash: SHA-256
                documents: {table: Upload.Documents, id: '"Id"', user: u, contentHash: h, bytes: b, createdAt: c, status: s}
                chunks:
                  - {table: c, id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o}
                  - {table: '"C""2"', id: id, document: d, chunker: k, chunkerVersion: v, ordinal: o, embedding: e}
                softReferences:
                  - {table: jobs, column: payload, path: '$.a."b c"[*]', to: 'chunks[1]'}
                  - {table: jobs, column: document, to: documents}
                bookkeeping:
                  - {table: upload.documents, columns: [name, '"Seen At"']}
                  - {table: c, columns: []}
                """);
        assertThat(mapping.bookkeeping()).hasSize(2);
        assertThat(mapping.bookkeeping().get(0).columns())
                .extracting(column -> column.parts().get(0))
                .containsExactly("name", "Seen At");
        assertThat(mapping.bookkeeping().get(1).columns()).isEmpty();
        assertThat(mapping.namespace().id()).hasToString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertThat(mapping.namespace().hash()).isEqualTo(NameHash.SHA_256);
        assertThat(mapping.documents().table().parts()).containsExactly("upload", "documents");
        assertThat(mapping.documents().id().parts()).containsExactly("Id");
        assertThat(mapping.chunks().get(1).table().parts()).containsExactly("C\"2");
        assertThat(mapping.chunks().get(1).embedding()).isPresent();
        assertThat(mapping.softReferences().get(0).space()).isEqualTo(2);
        assertThat(mapping.softReferences().get(0).path())
                .contains(new JsonPath(
                        List.of(new JsonPath.Member("a"), new JsonPath.Member("b c"), new JsonPath.EveryElement())));
        assertThat(mapping.softReferences().get(1).space()).isZero();
    }

    @Test
    void read_theLeast() {
        Mapping mapping = MappingReader.read(DOCUMENTS);
        assertThat(mapping.namespace()).isEqualTo(Namespace.DEFAULT);
        assertThat(mapping.chunks()).isEmpty();
        assertThat(mapping.softReferences()).isEmpty();
        assertThat(mapping.documents().bytes()).isEqualTo(Optional.empty());
        assertThat(MappingReader.read(DOCUMENTS + "chunks: " + CHUNK).chunks()).hasSize(1);
    }

    @Test
    void trueIds_besideTheKeys_areNamedForEveryKindOfChunks_andNothingRefersToThem() {
        String documents = "documents: {table: d, id: id, user: u, contentHash: h, trueId: true_id}\n";
        String chunk = CHUNK.replace("}", ", trueId: t}");
        assertThat(MappingReader.read(DOCUMENTS + "chunks: " + CHUNK).beside()).isFalse();
        assertThat(MappingReader.read(documents).beside()).isTrue();
        assertThat(MappingReader.read(documents + "chunks: " + chunk).beside()).isTrue();
        // A corpus may store no true ids of documents.
        assertThat(MappingReader.read(DOCUMENTS + "chunks: " + chunk).beside()).isTrue();
        assertThat(issues(documents + "chunks: [" + chunk + ", " + CHUNK + "]\nsoftReferences: []\nbookkeeping: []"))
                .containsOnlyKeys("/chunks/1/trueId", "/softReferences", "/bookkeeping");
    }

    @Test
    void read_ofManyMistakes_namesAllOfThem() {
        assertThat(issues("""
                        namespace: 1234
                        namespaceHash: MD5
                        documents: {table: a.b.c, id: 7, user: on, contentHash: a b, created: c}
                        chunks: []
                        softReferences:
                          - {table: t, column: a.b, path: $, to: chunks}
                          - nothing
                        extra: {}
                        """))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("/namespace", "a number"),
                        Map.entry("/namespaceHash", "a text of 3 characters"),
                        Map.entry("/documents/table", "a text of 5 characters"),
                        Map.entry("/documents/id", "a number"),
                        Map.entry(
                                "/documents/user",
                                "a truth value; yes, no, on and off are such in YAML, too, unless quoted"),
                        Map.entry("/documents/contentHash", "a text of 3 characters"),
                        Map.entry("/documents/created", "a text of 1 character"),
                        Map.entry("/chunks", "a list of 0"),
                        Map.entry("/softReferences/0/column", "a text of 3 characters"),
                        Map.entry("/softReferences/0/path", "a text of 1 character"),
                        Map.entry("/softReferences/0/to", "a text of 6 characters"),
                        Map.entry("/softReferences/1", "a text of 7 characters"),
                        Map.entry("/softReferences/1/table", "nothing"),
                        Map.entry("/softReferences/1/column", "nothing"),
                        Map.entry("/softReferences/1/to", "nothing"),
                        Map.entry("/extra", "a section")));
    }

    @Test
    void read_hostilePattern_isRefusedByItsField() {
        String start = DOCUMENTS + "softReferences: [{table: t, column: c, to: documents, pattern: ";
        for (String pattern :
                List.of("''", "'a*{id}*'", "'{id}{id}'", "7", "[]", "'" + "x".repeat(300) + "{id}'", "\"{id}\\0\"")) {
            assertThat(issues(start + pattern + "}]")).containsOnlyKeys("/softReferences/0/pattern");
        }
        assertThat(issues(start + "'*{id}*', path: $.x}]")).containsOnlyKeys("/softReferences/0/path");
        assertThat(MappingReader.read(start + "'{id}'}]")
                        .softReferences()
                        .get(0)
                        .pattern())
                .isEmpty();
    }

    @Test
    void read_recipe_needsNoInputThatItsNamesLeaveOut() {
        String recipe = "recipe: {documents: '{contentHash}', chunks: '{document}#{ordinal}'}\n";
        Mapping mapping =
                MappingReader.read(DOCUMENTS + recipe + "chunks: {table: c, id: id, document: d, ordinal: o}");
        assertThat(mapping.namespace().names().chunks()).isEqualTo("{document}#{ordinal}");
        assertThat(mapping.chunks().get(0).chunker()).isInstanceOf(Input.Constant.class);
        assertThat(issues(DOCUMENTS + recipe + "chunks: {table: c, id: id, document: d}"))
                .containsOnlyKeys("/chunks/ordinal");
    }

    @Test
    void read_hostileRecipe_isRefusedByItsField() {
        assertThat(
                        issues(
                                DOCUMENTS
                                        + "recipe: {documents: '{contentHash}{nothing}', chunks: 7, chunkNamespace: x, alphabets: [], x: 1}"))
                .containsOnlyKeys(
                        "/recipe/documents",
                        "/recipe/chunks",
                        "/recipe/chunkNamespace",
                        "/recipe/alphabets",
                        "/recipe/x");
        assertThat(issues(DOCUMENTS + "recipe: {chunks: '{document}{chunker}{ordinal}'}"))
                .hasEntrySatisfying("/recipe/chunks", got -> assertThat(got).contains("two inputs are named"));
        assertThat(issues(DOCUMENTS + "recipe: 7")).containsOnlyKeys("/recipe");
    }

    @Test
    void refusalOfAName_saysHowToQuote() {
        assertThat(refused("documents: {table: \"Mixed Case\", id: id, user: u, contentHash: h}")
                        .issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.rule()).contains("'\"Mixed Case\"'"));
    }

    @ParameterizedTest
    @CsvSource({"0, chunks", "0, chunks[0]", "1, chunks[1]", "2, chunks", "2, chunks[2]", "1, chunks[999]", "1, CHUNKS"
    })
    void softReference_toWhatIsNotThere(int chunks, String to) {
        String entries = chunks == 0 ? "" : "chunks: [" + (CHUNK + ", ").repeat(chunks) + "]\n";
        assertThat(issues(DOCUMENTS + entries + "softReferences: [{table: t, column: c, to: '" + to + "'}]"))
                .containsOnlyKeys("/softReferences/0/to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "documents",
                "- documents",
                "{",
                "documents: !!java.net.URL [x]",
                "documents: !tag {table: d}",
                "documents: &anchor {table: d, id: id, user: u, contentHash: h}",
                "documents: {table: &d d, id: *d, user: u, contentHash: h}",
                "documents: {table: d, table: e, id: id, user: u, contentHash: h}",
                "documents: {table: d, id: id, user: u, contentHash: h}\n--- 2",
                "documents: {table: \"d\\0\", id: id, user: u, contentHash: h}",
                "documents: {table: \"\\\"d\\0\\\"\", id: id, user: u, contentHash: h}",
                "documents: {table: \"\\\"\\uD800\\\"\", id: id, user: u, contentHash: h}",
                "documents: {table: 'd; DROP TABLE d', id: id, user: u, contentHash: h}",
                "documents: {table: \"d'\", id: id, user: u, contentHash: h}",
                "documents: {table: '\"d', id: id, user: u, contentHash: h}",
                "documents: {table: '\"\"', id: id, user: u, contentHash: h}",
                "documents: {table: d., id: id, user: u, contentHash: h}",
                "documents: {table: .d, id: id, user: u, contentHash: h}",
                "documents: {table: 1d, id: id, user: u, contentHash: h}",
                "documents: {table: [d], id: id, user: u, contentHash: h}",
                "documents: {table: {d: d}, id: id, user: u, contentHash: h}",
                "documents: {table: 2026-01-01, id: id, user: u, contentHash: h}",
                "? [documents]\n: x",
                "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
                "<<: {documents: {table: d}}",
            })
    void read_ofHostileText_refuses(String yaml) {
        assertThat(refused(yaml).issues()).isNotEmpty();
    }

    @Test
    void read_ofHugeText_refusesAtOnce() {
        String name = "x".repeat(10 * 1024 * 1024);
        assertThat(refused("documents: {table: " + name + "}")).hasMessageContaining("must have at most 262144");
        assertThat(refused("[".repeat(200_000))).hasMessageContaining("levels");
        assertThat(refused("{a: ".repeat(60_000))).hasMessageContaining("levels");
        assertThat(refused("- ".repeat(100_000))).hasMessageContaining("levels");
        assertThat(refused("documents: " + "1".repeat(250_000))).hasMessageContaining("4096");
        assertThat(refused("documents: 1" + ":1".repeat(100_000))).hasMessageContaining("4096");
        assertThat(refused("documents: 1" + ":1".repeat(2_000))).hasMessageContaining("must be a section");
        for (String filling : List.of("\"", "\"\"", "a.", "\"a\".", "1", "\\", "é")) {
            String huge = filling.repeat(4_000 / filling.length());
            assertThat(refused("documents: {table: '" + huge + "', id: id, user: u, contentHash: h}")
                            .issues())
                    .hasSize(1);
            assertThat(refused(DOCUMENTS + "softReferences: [{table: t, column: c, to: documents, path: '$." + huge
                                    + "'}]")
                            .issues())
                    .hasSize(1);
        }
        assertThat(refused(DOCUMENTS + "x".repeat(200_000) + ": 1").getMessage())
                .hasSizeLessThan(300);
        String unknown = java.util.stream.IntStream.range(0, 20_000)
                .mapToObj(i -> "k" + i + ": 1")
                .collect(Collectors.joining("\n"));
        assertThat(refused(DOCUMENTS + unknown).issues()).hasSize(100);
    }

    @Test
    void refusal_neverRepeatsWhatItGot() {
        assertThat(refused("documents: {table: 'se cret', id: [se-cret], user: u, contentHash: h}")
                        .getMessage())
                .doesNotContain("cret");
        assertThat(refused("documents: {table: secret\n bad: : ]").getMessage()).doesNotContain("secret");
    }

    private static Map<String, String> issues(String yaml) {
        return refused(yaml).issues().stream().collect(Collectors.toMap(FieldIssue::pointer, FieldIssue::got));
    }

    private static MappingException refused(String yaml) {
        return catchThrowableOfType(MappingException.class, () -> MappingReader.read(yaml));
    }
}
