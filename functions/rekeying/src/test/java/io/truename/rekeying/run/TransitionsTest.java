// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.rekeying.run.RunSettings.OnFailure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    /** By state and direction; a command that is not named is illegal. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("PLANNING FORWARD", "ROLL_BACK=ROLLED_BACK BACK"),
            Map.entry("PLANNING BACK", ""),
            Map.entry("PLANNED FORWARD", "START=RUNNING FORWARD, ROLL_BACK=ROLLED_BACK BACK"),
            Map.entry("PLANNED BACK", ""),
            Map.entry(
                    "RUNNING FORWARD",
                    "PAUSE=PAUSED FORWARD, ROLL_BACK=ROLLING_BACK BACK, RETRY_QUARANTINED=RUNNING FORWARD"),
            Map.entry("RUNNING BACK", ""),
            Map.entry(
                    "PAUSED FORWARD",
                    "RESUME=RUNNING FORWARD, ROLL_BACK=ROLLING_BACK BACK, RETRY_QUARANTINED=PAUSED FORWARD"),
            Map.entry("PAUSED BACK", "RESUME=ROLLING_BACK BACK, ROLL_BACK=ROLLING_BACK BACK"),
            Map.entry("FINISHED FORWARD", "ROLL_BACK=ROLLING_BACK BACK, RETRY_QUARANTINED=RUNNING FORWARD"),
            Map.entry("FINISHED BACK", ""),
            Map.entry("ROLLING_BACK FORWARD", ""),
            Map.entry("ROLLING_BACK BACK", "PAUSE=PAUSED BACK"),
            Map.entry("ROLLED_BACK FORWARD", ""),
            Map.entry("ROLLED_BACK BACK", ""),
            Map.entry("FAILED FORWARD", "ROLL_BACK=ROLLING_BACK BACK"),
            Map.entry("FAILED BACK", "ROLL_BACK=ROLLING_BACK BACK"));

    /** By state, direction and setting; a cause that is not named cannot arise. */
    private static final Map<String, String> EXPECTED_AUTOMATIC = Map.ofEntries(
            Map.entry(
                    "PLANNING FORWARD",
                    "PLANNED_ALL=PLANNED FORWARD, COLLISIONS_REFUSED=FAILED FORWARD, PLAN_REFUSED=FAILED FORWARD, "
                            + "CANNOT_GO_ON=FAILED FORWARD"),
            Map.entry(
                    "RUNNING FORWARD PAUSE",
                    "COLLISIONS_REFUSED=FAILED FORWARD, MOVED_ALL=FINISHED FORWARD, VALIDATION_FAILED=PAUSED FORWARD, "
                            + "ERROR_BUDGET_BURNT=PAUSED FORWARD, CANNOT_GO_ON=PAUSED FORWARD, "
                            + "RECORD_CONTRADICTED=FAILED FORWARD"),
            Map.entry(
                    "RUNNING FORWARD ROLL_BACK",
                    "COLLISIONS_REFUSED=FAILED FORWARD, MOVED_ALL=FINISHED FORWARD, VALIDATION_FAILED=ROLLING_BACK BACK, "
                            + "ERROR_BUDGET_BURNT=ROLLING_BACK BACK, CANNOT_GO_ON=PAUSED FORWARD, "
                            + "RECORD_CONTRADICTED=FAILED FORWARD"),
            Map.entry(
                    "ROLLING_BACK BACK",
                    "VALIDATION_FAILED=PAUSED BACK, ERROR_BUDGET_BURNT=PAUSED BACK, CANNOT_GO_ON=PAUSED BACK, "
                            + "RECORD_CONTRADICTED=FAILED BACK, ROLLED_BACK_ALL=ROLLED_BACK BACK"));

    @Test
    void commands_fullProduct() {
        Map<String, String> seen = new TreeMap<>();
        for (RunState state : RunState.values()) {
            for (Direction direction : Direction.values()) {
                StringBuilder legal = new StringBuilder();
                for (RunCommand command : RunCommand.values()) {
                    Optional<Transitions.Next> next = Transitions.after(state, direction, command);
                    assertThat(Transitions.legal(state, direction).contains(command))
                            .isEqualTo(next.isPresent());
                    next.ifPresent(found -> append(legal, command, found));
                }
                seen.put(state + " " + direction, legal.toString());
            }
        }
        assertThat(seen).containsExactlyInAnyOrderEntriesOf(EXPECTED);
    }

    @Test
    void causes_fullProduct() {
        for (RunState state : RunState.values()) {
            for (Direction direction : Direction.values()) {
                for (OnFailure onFailure : OnFailure.values()) {
                    StringBuilder possible = new StringBuilder();
                    for (Cause cause : Cause.values()) {
                        Transitions.after(state, direction, cause, onFailure)
                                .ifPresent(found -> append(possible, cause, found));
                    }
                    String key = state + " " + direction;
                    assertThat(possible.toString())
                            .as(key + " " + onFailure)
                            .isEqualTo(EXPECTED_AUTOMATIC.getOrDefault(
                                    key + " " + onFailure, EXPECTED_AUTOMATIC.getOrDefault(key, "")));
                }
            }
        }
    }

    @Test
    void table_saysEachThingOnce() {
        assertThat(Transitions.byCommand().stream()
                        .collect(Collectors.groupingBy(
                                one -> one.from() + " " + one.direction() + " " + one.command(),
                                Collectors.counting())))
                .allSatisfy((key, count) -> assertThat(count).isOne());
        assertThat(Transitions.byItself().stream()
                        .collect(Collectors.groupingBy(
                                one -> one.from() + " " + one.direction() + " " + one.cause() + one.onFailure(),
                                Collectors.counting())))
                .allSatisfy((key, count) -> assertThat(count).isOne());
    }

    private static void append(StringBuilder text, Enum<?> by, Transitions.Next next) {
        text.append(text.length() == 0 ? "" : ", ")
                .append(by)
                .append('=')
                .append(next.state())
                .append(' ')
                .append(next.direction());
    }
}
