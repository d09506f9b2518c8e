// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Trace that a request belongs to, from a {@code traceparent} header or message attribute (W3C Trace Context, section 3.2) or
 * Google's older {@code X-Cloud-Trace-Context} header. Text that does not parse is ignored: it neither refuses a request nor
 * reaches a log.
 *
 * @param traceId 32 lower-case hex digits, or empty when the request belongs to no trace
 * @param spanId 16 lower-case hex digits, or empty likewise
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    public static final TraceContext NONE = new TraceContext("", "", false);

    /** Name of the header and of the message attribute; the distributed tracing extension of CloudEvents has the same. */
    public static final String TRACEPARENT = "traceparent";

    /** Name under which Google's client libraries publish the same text, if tracing is switched on in them. */
    public static final String CLIENTS_TRACEPARENT = "googclient_traceparent";

    private static final HexFormat HEX = HexFormat.of();
    private static final int TRACE_ID = 32;
    private static final int LONGEST_SPAN = 20;

    /** Of the traces that start here, one in 256 is sampled. */
    private static final String SAMPLED = "00";

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

    /**
     * Trace of an {@code X-Cloud-Trace-Context} header: {@code TRACE_ID/SPAN_ID;o=OPTIONS} with a decimal span id; {@link #NONE}
     * if it does not parse.
     */
    public static TraceContext parseCloud(Optional<String> header) {
        String text = header.orElse("");
        int options = text.indexOf(';');
        String ids = options < 0 ? text : text.substring(0, options);
        boolean separated = ids.length() > TRACE_ID + 1
                && ids.length() <= TRACE_ID + 1 + LONGEST_SPAN
                && ids.charAt(TRACE_ID) == '/';
        if (!separated || !isId(ids, 0, TRACE_ID) || ids.charAt(TRACE_ID + 1) == '+') {
            return NONE;
        }
        try {
            long span = Long.parseUnsignedLong(ids, TRACE_ID + 1, ids.length(), 10);
            boolean sampled = options > 0 && text.substring(options).equals(";o=1");
            return span == 0 ? NONE : new TraceContext(ids.substring(0, TRACE_ID), HEX.toHexDigits(span), sampled);
        } catch (NumberFormatException notDecimal) {
            return NONE;
        }
    }

    /**
     * Starts a trace. Whether it is sampled follows from its id, so that everything that sees the id decides alike: sampled are ids
     * that end with {@code 00}, one in 256.
     */
    public static TraceContext start(RandomGenerator random) {
        String traceId = HEX.toHexDigits(nonZero(random)) + HEX.toHexDigits(nonZero(random));
        return new TraceContext(traceId, HEX.toHexDigits(nonZero(random)), traceId.endsWith(SAMPLED));
    }

    /** A new span of the same trace; of {@link #NONE}, which has no trace, a started one. */
    public TraceContext child(RandomGenerator random) {
        return isNone() ? start(random) : new TraceContext(traceId, HEX.toHexDigits(nonZero(random)), sampled);
    }

    private static long nonZero(RandomGenerator random) {
        long bits = random.nextLong();
        return bits == 0 ? 1 : bits;
    }

    public boolean isNone() {
        return traceId.isEmpty();
    }

    /** The text of a {@code traceparent} header or attribute; empty of {@link #NONE}. */
    public Optional<String> traceparent() {
        return isNone() ? Optional.empty() : Optional.of("00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00"));
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
