// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import static io.truename.rekeying.run.Direction.BACK;
import static io.truename.rekeying.run.Direction.FORWARD;
import static io.truename.rekeying.run.RunState.FAILED;
import static io.truename.rekeying.run.RunState.FINISHED;
import static io.truename.rekeying.run.RunState.PAUSED;
import static io.truename.rekeying.run.RunState.PLANNED;
import static io.truename.rekeying.run.RunState.PLANNING;
import static io.truename.rekeying.run.RunState.ROLLED_BACK;
import static io.truename.rekeying.run.RunState.ROLLING_BACK;
import static io.truename.rekeying.run.RunState.RUNNING;

import io.truename.rekeying.run.RunSettings.OnFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Transitions between run states: the one table of all that are legal. A pair of state and direction that cannot be, such as {@code RUNNING} and
 * {@code BACK}, has no transitions. Two conditions are the caller's: a dry run is never started, and only one run of a
 * database may be under way, so that a finished one may have to wait.
 */
public final class Transitions {
    private static final List<ByCommand> COMMANDS = List.of(
            // Nothing has moved: there is nothing to take back.
            new ByCommand(PLANNING, FORWARD, RunCommand.ROLL_BACK, ROLLED_BACK, BACK),
            new ByCommand(PLANNED, FORWARD, RunCommand.START, RUNNING, FORWARD),
            new ByCommand(PLANNED, FORWARD, RunCommand.ROLL_BACK, ROLLED_BACK, BACK),
            new ByCommand(RUNNING, FORWARD, RunCommand.PAUSE, PAUSED, FORWARD),
            new ByCommand(RUNNING, FORWARD, RunCommand.ROLL_BACK, ROLLING_BACK, BACK),
            new ByCommand(RUNNING, FORWARD, RunCommand.RETRY_QUARANTINED, RUNNING, FORWARD),
            new ByCommand(PAUSED, FORWARD, RunCommand.RESUME, RUNNING, FORWARD),
            new ByCommand(PAUSED, FORWARD, RunCommand.ROLL_BACK, ROLLING_BACK, BACK),
            new ByCommand(PAUSED, FORWARD, RunCommand.RETRY_QUARANTINED, PAUSED, FORWARD),
            new ByCommand(PAUSED, BACK, RunCommand.RESUME, ROLLING_BACK, BACK),
            new ByCommand(PAUSED, BACK, RunCommand.ROLL_BACK, ROLLING_BACK, BACK),
            new ByCommand(FINISHED, FORWARD, RunCommand.ROLL_BACK, ROLLING_BACK, BACK),
            new ByCommand(FINISHED, FORWARD, RunCommand.RETRY_QUARANTINED, RUNNING, FORWARD),
            new ByCommand(ROLLING_BACK, BACK, RunCommand.PAUSE, PAUSED, BACK),
            new ByCommand(FAILED, FORWARD, RunCommand.ROLL_BACK, ROLLING_BACK, BACK),
            new ByCommand(FAILED, BACK, RunCommand.ROLL_BACK, ROLLING_BACK, BACK));

    private static final List<ByItself> AUTOMATIC = List.of(
            always(PLANNING, FORWARD, Cause.PLANNED_ALL, PLANNED, FORWARD),
            always(PLANNING, FORWARD, Cause.COLLISIONS_REFUSED, FAILED, FORWARD),
            always(PLANNING, FORWARD, Cause.PLAN_REFUSED, FAILED, FORWARD),
            always(PLANNING, FORWARD, Cause.CANNOT_GO_ON, FAILED, FORWARD),
            always(RUNNING, FORWARD, Cause.MOVED_ALL, FINISHED, FORWARD),
            when(OnFailure.PAUSE, RUNNING, FORWARD, Cause.VALIDATION_FAILED, PAUSED, FORWARD),
            when(OnFailure.ROLL_BACK, RUNNING, FORWARD, Cause.VALIDATION_FAILED, ROLLING_BACK, BACK),
            when(OnFailure.PAUSE, RUNNING, FORWARD, Cause.ERROR_BUDGET_BURNT, PAUSED, FORWARD),
            when(OnFailure.ROLL_BACK, RUNNING, FORWARD, Cause.ERROR_BUDGET_BURNT, ROLLING_BACK, BACK),
            always(RUNNING, FORWARD, Cause.CANNOT_GO_ON, PAUSED, FORWARD),
            always(RUNNING, FORWARD, Cause.COLLISIONS_REFUSED, FAILED, FORWARD),
            always(RUNNING, FORWARD, Cause.RECORD_CONTRADICTED, FAILED, FORWARD),
            always(ROLLING_BACK, BACK, Cause.ROLLED_BACK_ALL, ROLLED_BACK, BACK),
            always(ROLLING_BACK, BACK, Cause.VALIDATION_FAILED, PAUSED, BACK),
            always(ROLLING_BACK, BACK, Cause.ERROR_BUDGET_BURNT, PAUSED, BACK),
            always(ROLLING_BACK, BACK, Cause.CANNOT_GO_ON, PAUSED, BACK),
            always(ROLLING_BACK, BACK, Cause.RECORD_CONTRADICTED, FAILED, BACK));

    private Transitions() {}

    /** Target of a transition. */
    public record Next(RunState state, Direction direction) {}

    /** Transition by a command. */
    public record ByCommand(
            RunState from, Direction direction, RunCommand command, RunState to, Direction directionAfter) {}

    /**
     * A transition that the run makes.
     *
     * @param onFailure the setting that it depends on; empty when it happens with any
     */
    public record ByItself(
            RunState from,
            Direction direction,
            Cause cause,
            Optional<OnFailure> onFailure,
            RunState to,
            Direction directionAfter) {}

    /** Commands that are legal now. */
    public static Set<RunCommand> legal(RunState state, Direction direction) {
        Set<RunCommand> legal = EnumSet.noneOf(RunCommand.class);
        for (ByCommand transition : COMMANDS) {
            if (transition.from() == state && transition.direction() == direction) {
                legal.add(transition.command());
            }
        }
        return legal;
    }

    /** Target of a command; empty if the command is not legal now. */
    public static Optional<Next> after(RunState state, Direction direction, RunCommand command) {
        return COMMANDS.stream()
                .filter(transition -> transition.from() == state
                        && transition.direction() == direction
                        && transition.command() == command)
                .map(transition -> new Next(transition.to(), transition.directionAfter()))
                .findFirst();
    }

    /**
     * Where a cause leads; empty if it cannot arise now, which after a command of a person is no error: the run is no longer
     * in the state in which the cause was found.
     */
    public static Optional<Next> after(RunState state, Direction direction, Cause cause, OnFailure onFailure) {
        return AUTOMATIC.stream()
                .filter(transition -> transition.from() == state
                        && transition.direction() == direction
                        && transition.cause() == cause
                        && transition.onFailure().map(onFailure::equals).orElse(true))
                .map(transition -> new Next(transition.to(), transition.directionAfter()))
                .findFirst();
    }

    /** Every transition by a command. */
    public static List<ByCommand> byCommand() {
        return COMMANDS;
    }

    /** Every transition that a run makes by itself. */
    public static List<ByItself> byItself() {
        return AUTOMATIC;
    }

    private static ByItself always(RunState from, Direction direction, Cause cause, RunState to, Direction after) {
        return new ByItself(from, direction, cause, Optional.empty(), to, after);
    }

    private static ByItself when(
            OnFailure onFailure, RunState from, Direction direction, Cause cause, RunState to, Direction after) {
        return new ByItself(from, direction, cause, Optional.of(onFailure), to, after);
    }
}
