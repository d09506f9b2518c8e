// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.truename.alerting.series.MonitoringException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of results ends: the last item's key, and within a series the end of its last point. A token names the request
 * that it belongs to; points that are written in between neither shift nor repeat those of other pages.
 */
record PageToken(String key, long end) {
    /** Begins before everything. */
    static final PageToken START = new PageToken("", Long.MAX_VALUE);

    /**
     * Reads a token.
     *
     * @param request the request without page token and size
     * @throws MonitoringException if it is not one of this request
     */
    static PageToken read(String token, Message request) {
        if (token.isEmpty()) {
            return START;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", 3);
            if (parts.length == 3 && parts[0].equals(name(request))) {
                return new PageToken(parts[2], Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException foreign) {
            throw wrong();
        }
        throw wrong();
    }

    private static MonitoringException wrong() {
        return MonitoringException.invalid(
                "The page_token does not belong to this request: leave it out, or repeat the request that it came from.");
    }

    String write(Message request) {
        String text = name(request) + "\n" + end + "\n" + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Message request) {
        ByteString bytes = request.toByteString();
        return Integer.toHexString(bytes.hashCode()) + "-" + bytes.size();
    }
}
