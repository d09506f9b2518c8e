// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Actions that were taken, the oldest first; a store keeps them between two decisions.
 *
 * @param taken those of the last day at least, and the last one of each kind
 */
public record ActionState(List<Taken> taken) {
    /** Nothing was taken. */
    public static final ActionState NONE = new ActionState(List.of());

    static final Duration DAY = Duration.ofDays(1);

    public ActionState {
        taken = taken.stream().sorted(Comparator.comparing(Taken::at)).toList();
    }

    /**
     * An action that was taken.
     *
     * @param reversedAt when it was taken back, by the tuner or by a person; empty while it is in effect
     */
    public record Taken(Action action, Instant at, Optional<Instant> reversedAt) {
        /** When it last changed something. */
        Instant last() {
            return reversedAt.orElse(at);
        }
    }

    /** The last one of a kind. */
    public Optional<Taken> last(Action action) {
        return of(action).reduce((earlier, later) -> later);
    }

    Stream<Taken> of(Action action) {
        return taken.stream().filter(one -> one.action() == action);
    }

    /** This state after an action was taken back, by the tuner or by a person. */
    public ActionState reversed(Action action, Instant at) {
        return new ActionState(taken.stream()
                .map(one -> one.action() == action && one.reversedAt().isEmpty()
                        ? new Taken(action, one.at(), Optional.of(at))
                        : one)
                .toList());
    }

    /** This state after decisions were carried out. What is not needed any more is left out. */
    public ActionState after(List<Decision> decisions, Instant now) {
        ActionState changed = this;
        for (Decision decision : decisions) {
            changed = switch (decision.outcome()) {
                case ACT -> changed.with(new Taken(decision.action(), now, Optional.empty()));
                case REVERSE -> changed.reversed(decision.action(), now);
                case STAY, REFUSE -> changed;
            };
        }
        return changed.since(now.minus(DAY));
    }

    private ActionState with(Taken added) {
        return new ActionState(Stream.concat(taken.stream(), Stream.of(added)).toList());
    }

    private ActionState since(Instant time) {
        return new ActionState(taken.stream()
                .filter(one -> one.at().isAfter(time)
                        || last(one.action()).filter(one::equals).isPresent())
                .toList());
    }
}
