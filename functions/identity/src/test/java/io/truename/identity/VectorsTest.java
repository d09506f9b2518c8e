// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static io.truename.identity.PublishedVectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorsTest {
    static Stream<JsonNode> rows() throws IOException {
        return PublishedVectors.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void row_holds(JsonNode row) {
        if (row.has("refusals")) {
            assertThat(fieldsAndRules(refusals(row))).isEqualTo(published(row));
        } else {
            assertThat(id(row)).isEqualTo(text(row, "id"));
            assertThat(canonical(row)).isEqualTo(text(row, "name"));
        }
    }

    @Test
    void rows_areEnough() throws IOException {
        assertThat(PublishedVectors.rows()).hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void rows_asPythonComputesThem() throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "src/test/python/check_vectors.py", PublishedVectors.FILE.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, "There is no python3 on this machine.");
            return;
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
    }

    private static String id(JsonNode row) {
        Namespace namespace = Namespace.of(text(row, "namespace"), NameHash.parse(text(row, "hash")));
        return switch (row.get("kind").textValue()) {
            case "document" ->
                namespace
                        .documentId(text(row, "userId"), text(row, "fileSha256"))
                        .toString();
            case "chunk" -> namespace.chunkId(chunkName(row)).toString();
            default ->
                namespace
                        .nameUuid(row.get("name").textValue().getBytes(StandardCharsets.UTF_8))
                        .toString();
        };
    }

    private static String canonical(JsonNode row) {
        return switch (row.get("kind").textValue()) {
            case "document" -> new DocumentName(text(row, "userId"), text(row, "fileSha256")).canonical();
            case "chunk" -> chunkName(row).canonical();
            default -> row.get("name").textValue();
        };
    }

    private static List<Refusal> refusals(JsonNode row) {
        return switch (row.get("kind").textValue()) {
            case "document" -> {
                RefusedException refused = catchThrowableOfType(
                        RefusedException.class,
                        () -> Namespace.DEFAULT.documentId(text(row, "userId"), text(row, "fileSha256")));
                assertThat(refused.refusals())
                        .isEqualTo(DocumentName.check(text(row, "userId"), text(row, "fileSha256")));
                yield refused.refusals();
            }
            case "chunk" ->
                ChunkName.check(
                        text(row, "documentId"),
                        text(row, "chunker"),
                        text(row, "chunkerVersion"),
                        row.get("ordinal").longValue());
            default ->
                catchThrowableOfType(RefusedException.class, () -> Namespace.of(text(row, "namespace"), NameHash.SHA_1))
                        .refusals();
        };
    }

    private static ChunkName chunkName(JsonNode row) {
        return ChunkName.of(
                text(row, "documentId"),
                text(row, "chunker"),
                text(row, "chunkerVersion"),
                row.get("ordinal").longValue());
    }

    private static List<String> fieldsAndRules(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> refusal.field() + " " + refusal.rule())
                .toList();
    }

    private static List<String> published(JsonNode row) {
        return StreamSupport.stream(row.get("refusals").spliterator(), false)
                .map(refusal -> text(refusal, "field") + " " + text(refusal, "rule"))
                .toList();
    }
}
