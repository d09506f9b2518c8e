// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Subscription filter over the attributes of messages. */
public sealed interface Filter {
    int MOST_BYTES = 256;

    /** Whether a message with these attributes passes the filter. */
    boolean matches(Map<String, String> attributes);

    /**
     * Parses Pub/Sub's filter language. The empty filter passes every message.
     *
     * @throws PubSubException if the text is invalid; the message is a sentence that says where
     */
    static Filter parse(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw PubSubException.invalid("A filter may have " + MOST_BYTES + " bytes; this one has " + bytes + ".");
        }
        return text.isBlank() ? new Everything() : new FilterParser(text).parse();
    }

    /** No filter. */
    record Everything() implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return true;
        }
    }

    /** {@code attributes:key}. */
    record HasKey(String key) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return attributes.containsKey(key);
        }
    }

    /** {@code attributes.key = "value"}. {@code !=} is its {@link Not}, so a message without the key passes {@code !=}. */
    record HasValue(String key, String value) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return value.equals(attributes.get(key));
        }
    }

    /** {@code hasPrefix(attributes.key, "prefix")}. */
    record HasPrefix(String key, String prefix) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            String value = attributes.get(key);
            return value != null && value.startsWith(prefix);
        }
    }

    /** {@code NOT filter} or {@code -filter}. */
    record Not(Filter filter) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return !filter.matches(attributes);
        }
    }

    /** {@code filter AND filter}. */
    record All(List<Filter> filters) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return filters.stream().allMatch(filter -> filter.matches(attributes));
        }
    }

    /** {@code filter OR filter}. */
    record Any(List<Filter> filters) implements Filter {
        @Override
        public boolean matches(Map<String, String> attributes) {
            return filters.stream().anyMatch(filter -> filter.matches(attributes));
        }
    }
}
