// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

import io.truename.edge.log.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dead letter: payload and attributes of a message that cannot succeed, and five attributes with its origin, its
 * trace and the reason.
 *
 * @param data the payload as it came
 * @param attributes within the bounds of Pub/Sub: at most 100, no reserved names, values of at most 1,024 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record DeadLetter(byte[] data, Map<String, String> attributes) {
    public static final String REASON = "deadLetterReason";
    public static final String MESSAGE_ID = "deadLetterMessageId";
    public static final String SUBSCRIPTION = "deadLetterSubscription";
    public static final String FUNCTION = "deadLetterFunction";

    private static final int MOST_ATTRIBUTES = 100;
    private static final int OWN_ATTRIBUTES = 5;
    private static final int LONGEST_VALUE = 1_024;

    public DeadLetter {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Creates the letter of a message. Drops attributes with reserved names and attributes beyond Pub/Sub's limit, because
     * the topic would refuse them.
     *
     * @param function the function that publishes the letter
     * @param trace in which the message was handled
     * @param reason for people; cut to the length of an attribute
     */
    public static DeadLetter of(PushMessage message, String function, TraceContext trace, String reason) {
        Map<String, String> attributes = new TreeMap<>();
        message.attributes().entrySet().stream()
                .filter(attribute -> !attribute.getKey().startsWith("goog"))
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_ATTRIBUTES - OWN_ATTRIBUTES)
                .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue()));
        trace.traceparent().ifPresent(text -> attributes.put(TraceContext.TRACEPARENT, text));
        attributes.put(REASON, cut(reason));
        attributes.put(MESSAGE_ID, cut(message.messageId()));
        attributes.put(SUBSCRIPTION, cut(message.subscription()));
        attributes.put(FUNCTION, cut(function));
        return new DeadLetter(message.data(), attributes);
    }

    /** The first bytes of a text, without half a character at the end. */
    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_VALUE) {
            return text;
        }
        int end = LONGEST_VALUE;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
