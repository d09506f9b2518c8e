// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A few inputs whose ids are known, for a running service to check itself with: should a platform's hash or text ever behave
 * otherwise, no wrong id must leave. Takes microseconds.
 */
public final class KnownAnswers {
    private static final UUID DNS = new UUID(0x6ba7b810_9dad_11d1L, 0x80b4_00c04fd430c8L);
    private static final String SHA = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    private static final String USER = "a5bb9bd1-3a0e-4b8c-9c53-0f62bbf0a3f1";
    private static final DocumentId DOCUMENT = new DocumentId(0xb65d343f_794b_5017L, 0x9e2b_591ccf6d3b08L);
    private static final Map<String, Supplier<Object>> ANSWERS = new LinkedHashMap<>();

    static {
        Namespace v5 = Namespace.DEFAULT;
        Namespace v8 = new Namespace(v5.id(), NameHash.SHA_256);
        byte[] example = "www.example.com".getBytes(StandardCharsets.US_ASCII);
        ANSWERS.put("b65d343f-794b-5017-9e2b-591ccf6d3b08", () -> v5.documentId(USER, SHA));
        ANSWERS.put("bf33f793-7447-5c56-a7da-9ffa2f8aa79d", () -> v5.documentId("user123", SHA));
        ANSWERS.put("0e43e111-00f4-5877-9c66-147ba87ef38f", () -> v5.chunkId(DOCUMENT, "markdown-simple", "1", 0));
        ANSWERS.put(
                "9afd15a6-92ab-501c-a654-be1342d503cb",
                () -> v5.chunkId(DOCUMENT, "markdown-simple", "1", Integer.MAX_VALUE));
        ANSWERS.put("5f8db553-08a5-8330-b88a-ffef68e1e6c9", () -> v8.documentId(USER, SHA));
        ANSWERS.put("2ed6657d-e927-568b-95e1-2665a8aea6a2", () -> new Namespace(DNS, NameHash.SHA_1).nameUuid(example));
        ANSWERS.put(
                "5c146b14-3c52-8afd-938a-375d0df1fbf6", () -> new Namespace(DNS, NameHash.SHA_256).nameUuid(example));
    }

    private KnownAnswers() {}

    /** Computes every known answer; the first that comes out otherwise, as a sentence, or empty if all agree. */
    public static Optional<String> firstDisagreement() {
        for (Map.Entry<String, Supplier<Object>> answer : ANSWERS.entrySet()) {
            String computed = answer.getValue().get().toString();
            if (!computed.equals(answer.getKey())) {
                return Optional.of("The known answer " + answer.getKey() + " came out as " + computed + ".");
            }
        }
        return Optional.empty();
    }

    /** Number of known answers. */
    public static int count() {
        return ANSWERS.size();
    }
}
