// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.Map;
import java.util.regex.Pattern;

/** Validation of labels by the cloud's rules: https://cloud.google.com/pubsub/docs/labels#requirements. */
final class Labels {
    private static final int MOST = 64;
    private static final Pattern KEY = Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

    private Labels() {}

    /** Checks the labels and returns an immutable copy. */
    static Map<String, String> checked(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw PubSubException.invalid("labels may have " + MOST + " entries, not " + labels.size() + ".");
        }
        labels.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw PubSubException.invalid("labels: the key \"" + key
                        + "\" must be 1 to 63 lower-case letters, digits, _ or -," + " and start with a letter.");
            }
            if (!VALUE.matcher(value).matches()) {
                throw PubSubException.invalid("labels: the value \"" + value + "\" of \"" + key
                        + "\" must be at most 63 lower-case letters, digits, _ or -.");
            }
        });
        return Map.copyOf(labels);
    }
}
