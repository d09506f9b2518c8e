// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import io.truename.tuning.action.Decision.Outcome;
import io.truename.tuning.incident.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides about automatic actions. Equal values give equal decisions, and a decision changes nothing: the caller carries it out, records
 * it, and keeps {@link ActionState#after}.
 *
 * <p>Two instances that decide at the same time come to the same decision, each from the state before. The store must serialise
 * them: it takes a decision only if the state is still the one that was decided from, and the instance that lost decides again. It
 * must do so before the action is carried out. An action carried out twice must be harmless all the same, because an instance can stop
 * between the store and the action.
 */
public final class Actions {
    private static final Duration REPEATED_WITHIN = Duration.ofHours(1);

    private final ActionRule rule;
    private final ActionState state;
    private final List<Opening> openings;
    private final Instant now;

    private Actions(ActionRule rule, ActionState state, Collection<Opening> openings, Instant now) {
        this.rule = rule;
        this.state = state;
        this.openings = openings.stream()
                .filter(opening ->
                        rule.alerts().contains(opening.told().policy().alert()))
                .filter(opening -> !opening.startedAt().isAfter(now))
                .sorted(Comparator.comparing(Opening::key))
                .toList();
        this.now = now;
    }

    /**
     * Decides about each action that is in effect or that an open incident calls for.
     *
     * @param openings merged: those that are open, and those of the last day
     * @param noes of all times; those that do not hold now do not count
     * @return at most one decision an action, in the order of the rules
     */
    public static List<Decision> decide(
            List<ActionRule> rules,
            ActionState state,
            Collection<Opening> openings,
            Instant now,
            Collection<PersonsNo> noes) {
        return rules.stream()
                .flatMap(rule -> new Actions(rule, state, openings, now).decide(noes).stream())
                .toList();
    }

    private Optional<Decision> decide(Collection<PersonsNo> noes) {
        Optional<PersonsNo> no = noes.stream()
                .filter(one -> one.action() == rule.action() && one.holds(now))
                .max(Comparator.comparing(PersonsNo::at).thenComparing(PersonsNo::by));
        Optional<ActionState.Taken> inEffect =
                state.last(rule.action()).filter(taken -> taken.reversedAt().isEmpty());
        return inEffect.isPresent() ? Optional.of(whileInEffect(no)) : whileNot(no);
    }

    private Decision whileInEffect(Optional<PersonsNo> no) {
        if (no.isPresent()) {
            return decision(Outcome.STAY, saidNo(no.get()) + " Whether it is taken back is up to that person.");
        }
        Optional<Opening> open = open();
        if (open.isPresent()) {
            return decision(Outcome.STAY, alert(open.get()) + " is still open.");
        }
        Optional<Instant> ended =
                openings.stream().flatMap(opening -> opening.endedAt().stream()).max(Comparator.naturalOrder());
        Optional<Instant> due = ended.map(end -> end.plus(rule.quiet())).filter(now::isBefore);
        return due.isPresent()
                ? decision(Outcome.STAY, "Its alerts have been quiet since " + ended.get() + ".")
                : decision(Outcome.REVERSE, "Its alerts have been quiet for " + text(rule.quiet()) + ".");
    }

    private Optional<Decision> whileNot(Optional<PersonsNo> no) {
        return open().map(open -> {
            String alert = alert(open);
            Duration lasted = Duration.between(open.startedAt(), now);
            long opened = openings.stream()
                    .filter(opening -> opening.startedAt().isAfter(now.minus(REPEATED_WITHIN)))
                    .count();
            Optional<Instant> last = state.last(rule.action()).map(ActionState.Taken::last);
            long today = state.of(rule.action())
                    .filter(taken -> taken.at().isAfter(now.minus(ActionState.DAY)))
                    .count();
            if (no.isPresent()) {
                return refusal(saidNo(no.get()));
            }
            if (!rule.enabled()) {
                return refusal("The catalog has not switched it on.");
            }
            if (lasted.compareTo(rule.after()) < 0 && opened < rule.repeats()) {
                return refusal(alert + " has been open for " + text(lasted) + "; it takes " + text(rule.after())
                        + ", or " + rule.repeats() + " openings within an hour.");
            }
            if (last.isPresent() && now.isBefore(last.get().plus(rule.coolDown()))) {
                return refusal("It cools down until " + last.get().plus(rule.coolDown()) + ".");
            }
            if (today >= rule.perDay()) {
                return refusal("It was taken " + today + " times within 24 hours, and may be no more often.");
            }
            return decision(
                    Outcome.ACT,
                    alert + " has been open for " + text(lasted)
                            + (lasted.compareTo(rule.after()) < 0 ? ", " + opened + " openings within an hour." : "."));
        });
    }

    /** The one that has been open the longest. */
    private Optional<Opening> open() {
        return openings.stream()
                .filter(opening ->
                        opening.endedAt().filter(end -> !end.isAfter(now)).isEmpty())
                .findFirst();
    }

    private Decision refusal(String reason) {
        return new Decision(
                rule.action(),
                Outcome.REFUSE,
                reason,
                open().map(opening -> opening.key().toString()),
                Optional.empty());
    }

    private Decision decision(Outcome outcome, String reason) {
        return new Decision(
                rule.action(),
                outcome,
                reason,
                open().map(opening -> opening.key().toString()),
                outcome == Outcome.REVERSE
                        ? Optional.empty()
                        : Optional.of("The tuner " + rule.action().reverse() + " after " + text(rule.quiet())
                                + " without an incident of " + String.join(", ", rule.alerts())
                                + "; a person may at any time."));
    }

    private String alert(Opening opening) {
        return opening.told().policy().alert() + " (" + opening.key() + ")";
    }

    private static String saidNo(PersonsNo no) {
        return no.by() + " said no at " + no.at()
                + no.until().map(end -> " until " + end).orElse("") + ": " + no.reason()
                + (no.reason().endsWith(".") ? "" : ".");
    }

    private static String text(Duration duration) {
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
