// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Label of a metric, with every value that it can have. Ids, names of users and free text cannot become values, so a metric has a
 * bounded number of time series.
 *
 * @param name 1 to 100 lower-case letters, digits and underscores, a letter first
 * @param values 1 to 100, each of at most 1,024 bytes
 */
public record MetricLabel(String name, Set<String> values) {
    /** Stands for every value that is not listed. */
    public static final String OTHER = "other";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
    private static final int MOST_VALUES = 100;
    private static final int LONGEST_VALUE = 1_024;

    public MetricLabel {
        values = Set.copyOf(values);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must match " + NAME + ": " + name);
        }
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw new IllegalArgumentException("values must be 1 to " + MOST_VALUES + " of label " + name);
        }
        for (String value : values) {
            if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
                throw new IllegalArgumentException("values must have at most " + LONGEST_VALUE + " bytes: " + name);
            }
        }
    }

    /** A label with these values. */
    public static MetricLabel of(String name, String... values) {
        return new MetricLabel(name, Set.copyOf(Arrays.asList(values)));
    }

    /** The value, if it is listed, else {@link #OTHER}. */
    String bounded(String value) {
        return values.contains(value) ? value : OTHER;
    }
}
