// SPDX-License-Identifier: Apache-2.0
package io.truename.cloudsql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Name of a Cloud SQL instance. */
public record InstanceName(String project, String instance) {
    private static final Pattern NAME =
            Pattern.compile("((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,62}):([a-z][a-z0-9-]{0,96})");

    /**
     * Reads {@code project:instance}; the project may have its organization's domain in front, as {@code example.com:project}.
     *
     * @throws IllegalArgumentException with the rule
     */
    public static InstanceName parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be project:instance, as in my-project:my-instance");
        }
        return new InstanceName(matcher.group(1), matcher.group(2));
    }
}
