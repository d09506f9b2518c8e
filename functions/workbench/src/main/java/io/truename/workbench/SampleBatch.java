// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Sample requests of a pipeline: documents of some users, and chunks of documents. */
final class SampleBatch {
    private SampleBatch() {}

    /** A whole {@code POST /ids} as it goes over the wire. */
    static byte[] request(int items) {
        return request(items, "");
    }

    /** The same with the trace that Cloud Run gives each request. */
    static byte[] traced(int items, boolean sampled) {
        return request(
                items,
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0" + (sampled ? "1" : "0") + "\r\n");
    }

    private static byte[] request(int items, String headers) {
        byte[] bytes = body(items);
        byte[] head = ("POST /ids HTTP/1.1\r\nhost: localhost\r\n" + headers
                        + "content-type: application/json\r\ncontent-length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(bytes, 0, request, head.length, bytes.length);
        return request;
    }

    /** The body of a {@code POST /ids}. */
    static byte[] body(int items) {
        Random random = new Random(7);
        StringBuilder body = new StringBuilder("{\"items\":[");
        for (int i = 0; i < items; i++) {
            body.append(i == 0 ? "" : ",").append(i % 2 == 0 ? document(random) : chunk(random, i));
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String document(Random random) {
        StringBuilder hash = new StringBuilder(64);
        for (int i = 0; i < 4; i++) {
            hash.append(String.format("%016x", random.nextLong()));
        }
        return "{\"kind\":\"document\",\"userId\":\"" + uuid(random) + "\",\"fileSha256\":\"" + hash + "\"}";
    }

    private static String chunk(Random random, int ordinal) {
        return "{\"kind\":\"chunk\",\"documentId\":\"" + uuid(random)
                + "\",\"chunker\":\"markdown-simple\",\"chunkerVersion\":\"1\",\"ordinal\":" + ordinal + "}";
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
