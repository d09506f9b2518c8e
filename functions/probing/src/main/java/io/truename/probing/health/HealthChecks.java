// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.health;

import io.truename.probing.health.HealthCheck.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rules of the checks. The README has their limits. */
public final class HealthChecks {
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final Duration VERY_OLD = Duration.ofMinutes(30);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final double NEARLY_FULL = 0.80;
    private static final double FULL = 0.95;

    private HealthChecks() {}

    /**
     * Backlog of a subscription.
     *
     * @param messages not acknowledged yet
     * @param oldest age of the oldest of them
     */
    public record Backlog(String subscription, long messages, Duration oldest) {}

    /** Checks an endpoint by its answer to {@code GET /health}: empty if there was none. */
    public static HealthCheck endpoint(String name, Optional<Integer> status, Duration took) {
        String check = "endpoint." + name;
        if (status.isEmpty()) {
            return new HealthCheck(check, Outcome.FAILED, "No answer within " + took.toMillis() + " ms.");
        }
        String seen = "Status " + status.get() + " after " + took.toMillis() + " ms.";
        boolean well = status.get() == 200;
        boolean slow = took.compareTo(SLOW) > 0;
        return new HealthCheck(check, !well ? Outcome.FAILED : slow ? Outcome.WARNING : Outcome.OK, seen);
    }

    /** Checks the age of the oldest message of all subscriptions. */
    public static HealthCheck backlog(List<Backlog> subscriptions) {
        Optional<Backlog> worst = subscriptions.stream().max(Comparator.comparing(Backlog::oldest));
        if (worst.isEmpty() || worst.get().oldest().isZero()) {
            return new HealthCheck("backlog", Outcome.OK, "No message waits.");
        }
        Duration oldest = worst.get().oldest();
        Outcome outcome = oldest.compareTo(VERY_OLD) >= 0
                ? Outcome.FAILED
                : oldest.compareTo(OLD) >= 0 ? Outcome.WARNING : Outcome.OK;
        return new HealthCheck(
                "backlog",
                outcome,
                worst.get().subscription() + " has " + worst.get().messages() + " messages, the oldest for "
                        + oldest.toSeconds() + " s.");
    }

    /** Checks the dead letters of the last hour, and those that are kept. */
    public static HealthCheck deadLetters(long lastHour, long kept) {
        return new HealthCheck(
                "dead-letters",
                lastHour > 0 ? Outcome.FAILED : kept > 0 ? Outcome.WARNING : Outcome.OK,
                lastHour + " in the last hour; " + kept + " are kept.");
    }

    /** Checks the backups. */
    public static HealthCheck backups(boolean fresh, String seen) {
        return new HealthCheck("backups", fresh ? Outcome.OK : Outcome.FAILED, seen);
    }

    /** Checks connections against their limit. */
    public static HealthCheck connections(long used, long most) {
        double share = (double) used / Math.max(1, most);
        return new HealthCheck(
                "connections",
                share >= FULL ? Outcome.FAILED : share >= NEARLY_FULL ? Outcome.WARNING : Outcome.OK,
                String.format(Locale.ROOT, "%d of %d, %.0f %%.", used, most, 100 * share));
    }

    /** A check that could not be made. */
    public static HealthCheck unknown(String name, String reason) {
        return new HealthCheck(name, Outcome.UNKNOWN, reason);
    }
}
