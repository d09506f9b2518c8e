// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.Optional;

/**
 * The trace a request belongs to, from its {@code traceparent} header (W3C Trace Context, section 3.2). A header that does
 * not parse is ignored: it neither refuses a request nor reaches a log.
 *
 * @param traceId 32 lower-case hex digits, or empty when the request belongs to no trace
 * @param spanId 16 lower-case hex digits, or empty likewise
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    public static final TraceContext NONE = new TraceContext("", "", false);

    /** {@code 00-}, 32 digits, {@code -}, 16 digits, {@code -}, 2 digits. Later versions may append more. */
    private static final int LENGTH = 55;

    /** The trace of a {@code traceparent} header; {@link #NONE} if there is none or it does not parse. */
    public static TraceContext parse(Optional<String> traceparent) {
        String text = traceparent.orElse("");
        if (text.length() < LENGTH || !isHex(text, 0, 2) || text.startsWith("ff")) {
            return NONE;
        }
        boolean ends = text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-');
        boolean separated = text.charAt(2) == '-' && text.charAt(35) == '-' && text.charAt(52) == '-';
        if (!ends || !separated || !isId(text, 3, 35) || !isId(text, 36, 52) || !isHex(text, 53, LENGTH)) {
            return NONE;
        }
        boolean sampled = (Character.digit(text.charAt(LENGTH - 1), 16) & 1) == 1;
        return new TraceContext(text.substring(3, 35), text.substring(36, 52), sampled);
    }

    private static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int at = from; at < to; at++) {
            zero &= text.charAt(at) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char digit = text.charAt(at);
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
