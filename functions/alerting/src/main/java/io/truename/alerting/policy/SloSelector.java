// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Filter that reads an objective instead of a metric, such as {@code select_slo_burn_rate("projects/p/services/s/..", "3600s")}.
 *
 * @param lookBack how far the burn rate looks back; empty for the budget
 */
record SloSelector(String objective, Optional<Duration> lookBack) {
    static final String REMEDY =
            "Write select_slo_burn_rate(\"NAME\", \"3600s\") or select_slo_budget_fraction(\"NAME\").";

    private static final Pattern BURN_RATE = Pattern.compile(
            "\\s*select_slo_burn_rate\\s*\\(\\s*\"([^\"]+)\"\\s*,\\s*\"(\\d{1,9})([smhd])\"\\s*\\)\\s*");
    private static final Pattern BUDGET =
            Pattern.compile("\\s*select_slo_budget_fraction\\s*\\(\\s*\"([^\"]+)\"\\s*\\)\\s*");
    private static final String SERVICE = "/services/";

    /** Whether a filter is meant as a selector. */
    static boolean looksLike(String filter) {
        return filter.stripLeading().startsWith("select_slo_");
    }

    /** Reads a selector; empty if it is none of those evaluated here. */
    static Optional<SloSelector> parse(String filter) {
        Matcher burn = BURN_RATE.matcher(filter);
        if (burn.matches()) {
            Duration lookBack = Duration.ofSeconds(Long.parseLong(burn.group(2)) * seconds(burn.group(3)));
            return lookBack.toSeconds() < 60
                    ? Optional.empty()
                    : Optional.of(new SloSelector(burn.group(1), Optional.of(lookBack)));
        }
        Matcher budget = BUDGET.matcher(filter);
        return budget.matches() ? Optional.of(new SloSelector(budget.group(1), Optional.empty())) : Optional.empty();
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }

    /** Whether this is the objective's name. A project is named by its id or by its number, so it is not compared. */
    boolean selects(String name) {
        return name.equals(objective) || fromService(name).equals(fromService(objective));
    }

    private static String fromService(String name) {
        int service = name.indexOf(SERVICE);
        return service < 0 ? name : name.substring(service);
    }
}
