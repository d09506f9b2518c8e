// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace a request belongs to, from its {@code traceparent} header (W3C Trace Context). What does not parse is no trace:
 * a header is never a reason to refuse a request, nor copied into a log as it came.
 *
 * @param traceId 32 lower-case hex digits, or empty when the request belongs to no trace
 * @param spanId 16 lower-case hex digits, or empty likewise
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    public static final TraceContext NONE = new TraceContext("", "", false);

    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    static TraceContext parse(Optional<String> traceparent) {
        Matcher matcher = TRACEPARENT.matcher(traceparent.orElse(""));
        if (!matcher.matches()) {
            return NONE;
        }
        boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
        return new TraceContext(matcher.group(1), matcher.group(2), sampled);
    }
}
