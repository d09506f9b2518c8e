// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentName;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Test vector: an input and its expected result. */
final class VectorRow {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private VectorRow(String kind, String namespace, NameHash hash) {
        fields.put("kind", kind);
        fields.put("namespace", namespace);
        fields.put("hash", hash.algorithm());
    }

    static VectorRow document(Namespace namespace, @Nullable String userId, @Nullable String fileSha256) {
        VectorRow row = new VectorRow("document", namespace.id().toString(), namespace.hash());
        row.fields.put("userId", userId);
        row.fields.put("fileSha256", fileSha256);
        List<Refusal> refusals = DocumentName.check(userId, fileSha256);
        if (!refusals.isEmpty() || userId == null || fileSha256 == null) {
            return row.refused(refusals);
        }
        DocumentName name = new DocumentName(userId, fileSha256);
        return row.named(name.canonical(), namespace.documentId(name).toString());
    }

    static VectorRow chunk(
            Namespace namespace,
            @Nullable String documentId,
            @Nullable String chunker,
            @Nullable String chunkerVersion,
            long ordinal) {
        VectorRow row = new VectorRow("chunk", namespace.id().toString(), namespace.hash());
        row.fields.put("documentId", documentId);
        row.fields.put("chunker", chunker);
        row.fields.put("chunkerVersion", chunkerVersion);
        row.fields.put("ordinal", ordinal);
        List<Refusal> refusals = ChunkName.check(documentId, chunker, chunkerVersion, ordinal);
        if (!refusals.isEmpty()) {
            return row.refused(refusals);
        }
        ChunkName name = ChunkName.of(documentId, chunker, chunkerVersion, ordinal);
        return row.named(name.canonical(), namespace.chunkId(name).toString());
    }

    /** A name that is neither a document's nor a chunk's: RFC 9562 alone. */
    static VectorRow plain(Namespace namespace, String name) {
        VectorRow row = new VectorRow("plain", namespace.id().toString(), namespace.hash());
        return row.named(
                name, namespace.nameUuid(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    static VectorRow refusedNamespace(String namespace) {
        VectorRow row = new VectorRow("namespace", namespace, NameHash.SHA_1);
        try {
            Namespace.of(namespace, NameHash.SHA_1);
            return row;
        } catch (RefusedException refused) {
            return row.refused(refused.refusals());
        }
    }

    String json() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ": " + json(field.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private VectorRow named(String name, String id) {
        fields.put("name", name);
        fields.put("id", id);
        return this;
    }

    private VectorRow refused(List<Refusal> refusals) {
        fields.put("refusals", refusals);
        return this;
    }

    private static String json(@Nullable Object value) {
        if (value == null || value instanceof Long) {
            return String.valueOf(value);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(VectorRow::json).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Refusal refusal) {
            return "{\"field\": " + quoted(refusal.field()) + ", \"rule\": " + quoted(refusal.rule()) + "}";
        }
        return quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }
}
