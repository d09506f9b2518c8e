// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.health;

import io.truename.probing.score.HealthScore;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.ScorePart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * Report on the health of the production.
 *
 * @param previous time of the last report; empty for the first
 * @param changes what differs from the last report
 */
public record HealthReport(
        Instant at, HealthScore score, List<HealthCheck> checks, Optional<Instant> previous, List<Change> changes) {
    private static final String UNKNOWN = "unknown";

    public HealthReport {
        checks = List.copyOf(checks);
        changes = List.copyOf(changes);
    }

    /** State of a part or check that is another one than in the last report; {@code absent} if it was not there. */
    public record Change(String name, String before, String now) {}

    /** States of a report, as the next one needs them. */
    public record States(Instant at, Map<String, String> byName) {
        public States {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /** Makes a report and compares it with the last one. */
    public static HealthReport of(Instant at, HealthScore score, List<HealthCheck> checks, Optional<States> last) {
        Map<String, String> now = states(score, checks);
        List<Change> changes = last.map(before -> changes(before.byName(), now)).orElse(List.of());
        return new HealthReport(at, score, checks, last.map(States::at), changes);
    }

    private static List<Change> changes(Map<String, String> before, Map<String, String> now) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String old = before.getOrDefault(name, "absent");
            String state = now.getOrDefault(name, "absent");
            if (!old.equals(state)) {
                changes.add(new Change(name, old, state));
            }
        }
        return changes;
    }

    /** States by name: of a score its whole number, of a check its outcome. */
    public States states() {
        return new States(at, states(score, checks));
    }

    private static Map<String, String> states(HealthScore score, List<HealthCheck> checks) {
        Map<String, String> states = new LinkedHashMap<>();
        states.put("score", whole(score.score()));
        for (PartScore part : score.parts()) {
            boolean breached = part instanceof PartScore.Known known && known.breached();
            states.put("part." + part.part().code(), value(part) + (breached ? " breached" : ""));
        }
        checks.forEach(check -> states.put(check.name(), check.outcome().name().toLowerCase(Locale.ROOT)));
        return states;
    }

    private static String value(PartScore part) {
        return part instanceof PartScore.Known known ? whole(OptionalDouble.of(known.value())) : UNKNOWN;
    }

    private static String whole(OptionalDouble value) {
        return value.isEmpty() ? UNKNOWN : String.valueOf(Math.round(value.getAsDouble()));
    }

    /** The report as lines of text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("Production health at ").append(at).append('\n');
        text.append("score ").append(whole(score.score())).append(" of 100, coverage ");
        text.append(Math.round(100 * score.coverage())).append(" %\n");
        if (!score.breaches().isEmpty()) {
            text.append("capped at ").append(Math.round(HealthScore.CAP)).append(" by ");
            text.append(String.join(
                    ", ", score.breaches().stream().map(ScorePart::code).toList()));
            text.append('\n');
        }
        text.append('\n');
        for (PartScore part : score.parts()) {
            String reason = part instanceof PartScore.Unknown unknown ? "  " + unknown.reason() : "";
            text.append(String.format(
                    Locale.ROOT,
                    "  %-18s %3d %%  %s%s%n",
                    part.part().code(),
                    part.part().weight(),
                    value(part),
                    reason));
        }
        text.append('\n');
        for (HealthCheck check : checks) {
            String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
            text.append(String.format(Locale.ROOT, "  %-8s %s: %s%n", outcome, check.name(), check.seen()));
        }
        text.append('\n');
        previous.ifPresentOrElse(
                last -> text.append(changes.isEmpty() ? "no change since " : "changed since ")
                        .append(last)
                        .append('\n'),
                () -> text.append("the first report\n"));
        changes.forEach(change -> text.append("  ")
                .append(change.name())
                .append(": ")
                .append(change.before())
                .append(" -> ")
                .append(change.now())
                .append('\n'));
        return text.toString();
    }
}
