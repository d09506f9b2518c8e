// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a series in the notation of {@code promtool test rules}: {@code 3}; {@code 3x2} is 3 and two more of it;
 * {@code 1+2x3} is 1 3 5 7; {@code 9-2x2} is 9 7 5; {@code _} is a missing value and {@code _x3} are three.
 */
final class Values {
    private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?";
    private static final Pattern TERM =
            Pattern.compile("(_|" + NUMBER + ")(?:([-+]" + NUMBER.substring(5) + ")?x(\\d+))?");
    private static final int MOST = 1_000_000;

    private Values() {}

    /** Returns the values, the missing ones as empty; {@code null} is never among them. */
    static List<OptionalDouble> parse(String text) {
        List<OptionalDouble> values = new ArrayList<>();
        for (String word : text.trim().split("\\s+", -1)) {
            Matcher term = TERM.matcher(word);
            if (!term.matches() || (word.startsWith("_") && term.group(2) != null)) {
                throw new IllegalArgumentException("\"" + word + "\" is no value");
            }
            int more = term.group(3) == null ? 0 : Integer.parseInt(term.group(3));
            if (values.size() + more > MOST) {
                throw new IllegalArgumentException("there are more than " + MOST + " values");
            }
            add(values, term, more);
        }
        return values;
    }

    private static void add(List<OptionalDouble> values, Matcher term, int more) {
        if (term.group(1).equals("_")) {
            for (int i = 0; i < Math.max(more, term.group(3) == null ? 1 : 0); i++) {
                values.add(OptionalDouble.empty());
            }
            return;
        }
        double first = Double.parseDouble(term.group(1));
        double step = term.group(2) == null ? 0 : Double.parseDouble(term.group(2));
        for (int i = 0; i <= more; i++) {
            values.add(OptionalDouble.of(first + i * step));
        }
    }
}
