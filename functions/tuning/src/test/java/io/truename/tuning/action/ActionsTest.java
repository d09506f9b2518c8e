// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import static io.truename.tuning.incident.Notifications.at;
import static io.truename.tuning.incident.Notifications.closed;
import static io.truename.tuning.incident.Notifications.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.action.Decision.Outcome;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ActionsTest {
    private static final ActionRule PAUSE = rule(5, 3, 10, 30, 4, true);
    private static final IncidentNotification LAG = open("lag", "replication-lag", "", 0);

    @Test
    void openForLongEnough_pauses_andResumesAfterQuiet() {
        assertThat(decide(4, ActionState.NONE, LAG)).satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(Outcome.REFUSE);
            assertThat(decision.reason())
                    .isEqualTo(
                            "replication-lag (lag@1767225600) has been open for 4 min; it takes 5 min, or 3 openings within an hour.");
        });
        Decision pause = decide(5, ActionState.NONE, LAG);
        assertThat(pause.outcome()).isEqualTo(Outcome.ACT);
        assertThat(pause.reason()).isEqualTo("replication-lag (lag@1767225600) has been open for 5 min.");
        assertThat(pause.reverse())
                .contains(
                        "The tuner resumes it after 10 min without an incident of replication-lag; a person may at any time.");

        ActionState paused = ActionState.NONE.after(List.of(pause), at(5));
        assertThat(decide(20, paused, LAG).outcome()).isEqualTo(Outcome.STAY);
        assertThat(decide(29, paused, closed(LAG, 20)).outcome()).isEqualTo(Outcome.STAY);
        Decision resume = decide(30, paused, closed(LAG, 20));
        assertThat(resume.outcome()).isEqualTo(Outcome.REVERSE);

        ActionState resumed = paused.after(List.of(resume), at(30));
        IncidentNotification again = open("lag2", "replication-lag", "", 40);
        assertThat(decide(59, resumed, again).reason()).startsWith("It cools down until 2026-01-01T01:00:00Z");
        assertThat(decide(60, resumed, again).outcome()).isEqualTo(Outcome.ACT);
    }

    @Test
    void switchedOff_orAnotherAlert_orNoIncident_doesNothing() {
        assertThat(Actions.decide(
                        List.of(rule(5, 3, 10, 30, 4, false)),
                        ActionState.NONE,
                        Opening.of(List.of(LAG)),
                        at(9),
                        List.of()))
                .singleElement()
                .satisfies(decision -> assertThat(decision.reason()).isEqualTo("The catalog has not switched it on."));
        assertThat(Actions.decide(
                        List.of(PAUSE),
                        ActionState.NONE,
                        Opening.of(List.of(open("x", "latency-high", "generate", 0), closed(LAG, 8))),
                        at(9),
                        List.of()))
                .isEmpty();
    }

    @Test
    void repeatedOpenings_pause_thoughNoneIsOpenForLong() {
        IncidentNotification[] flaps = {
            closed(LAG, 1), closed(open("b", "replication-lag", "", 3), 4), open("c", "replication-lag", "", 6)
        };
        assertThat(decide(6, ActionState.NONE, flaps).reason()).contains("3 openings within an hour");
        assertThat(decide(3, ActionState.NONE, flaps[0], open("b", "replication-lag", "", 3))
                        .outcome())
                .isEqualTo(Outcome.REFUSE);
    }

    @Test
    void personsNo_wins_alsoOverTheResume() {
        PersonsNo no = new PersonsNo(Action.PAUSE_MIGRATION, "ana", at(1), Optional.of(at(60)), "release tonight");
        assertThat(Actions.decide(List.of(PAUSE), ActionState.NONE, Opening.of(List.of(LAG)), at(9), List.of(no)))
                .singleElement()
                .satisfies(decision -> assertThat(decision.reason())
                        .isEqualTo("ana said no at 2026-01-01T00:01:00Z until 2026-01-01T01:00:00Z: release tonight."));
        ActionState paused =
                new ActionState(List.of(new ActionState.Taken(Action.PAUSE_MIGRATION, at(0), Optional.empty())));
        List<Opening> over = Opening.of(List.of(closed(LAG, 20)));
        assertThat(Actions.decide(List.of(PAUSE), paused, over, at(59), List.of(no)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.STAY);
        assertThat(Actions.decide(List.of(PAUSE), paused, over, at(60), List.of(no)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.REVERSE);
    }

    @Test
    void limitOfADay() {
        List<ActionState.Taken> taken = IntStream.range(0, 4)
                .mapToObj(i -> new ActionState.Taken(
                        Action.PAUSE_MIGRATION, at(-1_400 + 60 * i), Optional.of(at(-1_390 + 60 * i))))
                .toList();
        assertThat(decide(5, new ActionState(taken), LAG).reason()).startsWith("It was taken 4 times within 24 hours");
        assertThat(decide(41, new ActionState(taken), LAG).outcome()).isEqualTo(Outcome.ACT);
    }

    @Test
    void pauseOfMoreThanADay_isTakenBackAllTheSame() {
        ActionState paused = ActionState.NONE.after(List.of(decide(5, ActionState.NONE, LAG)), at(5));
        ActionState later = paused.after(List.of(decide(1_800, paused, LAG)), at(1_800));
        assertThat(decide(1_915, later, closed(LAG, 1_900)).outcome()).isEqualTo(Outcome.REVERSE);
    }

    @Test
    void flappingIncident_doesNotFlapTheAction() {
        List<IncidentNotification> flaps = IntStream.range(0, 90)
                .mapToObj(i -> closed(open("f" + i, "replication-lag", "", 4L * i), 4L * i + 2))
                .toList();
        List<Outcome> changes = new ArrayList<>();
        ActionState state = ActionState.NONE;
        for (int minute = 0; minute < 400; minute++) {
            List<Decision> decisions = Actions.decide(List.of(PAUSE), state, Opening.of(flaps), at(minute), List.of());
            state = state.after(decisions, at(minute));
            decisions.stream()
                    .map(Decision::outcome)
                    .filter(outcome -> outcome == Outcome.ACT || outcome == Outcome.REVERSE)
                    .forEach(changes::add);
        }
        assertThat(changes).containsExactly(Outcome.ACT, Outcome.REVERSE);
    }

    @Property(tries = 100)
    void anyIncidentsAndNoes_theRulesHold(@ForAll long seed) {
        Random random = new Random(seed);
        ActionRule rule = rule(
                1 + random.nextInt(10),
                2 + random.nextInt(3),
                1 + random.nextInt(20),
                random.nextInt(60),
                1 + random.nextInt(4),
                true);
        int end = 1_600;
        List<Opening> openings = openings(random, end);
        List<PersonsNo> noes = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> random.nextInt(end))
                .map(from -> new PersonsNo(
                        rule.action(), "ana", at(from), Optional.of(at(from + random.nextInt(300))), "mine"))
                .toList();

        ActionState state = ActionState.NONE;
        List<Instant> acts = new ArrayList<>();
        Optional<Instant> changed = Optional.empty();
        for (int minute = 0; minute <= end + 400; minute += 1 + random.nextInt(3)) {
            Instant now = at(minute);
            List<Decision> decisions = Actions.decide(List.of(rule), state, openings, now, noes);
            for (Decision decision : decisions) {
                assertThat(decision.reason()).isNotBlank().endsWith(".");
                boolean changes = decision.outcome() == Outcome.ACT || decision.outcome() == Outcome.REVERSE;
                if (changes) {
                    assertThat(noes).noneMatch(no -> no.holds(now));
                }
                if (decision.outcome() == Outcome.ACT) {
                    assertThat(decision.incident()).isPresent();
                    assertThat(decision.reverse()).isPresent();
                    changed.ifPresent(
                            last -> assertThat(last.plus(rule.coolDown())).isBeforeOrEqualTo(now));
                    acts.add(now);
                    assertThat(acts.stream().filter(act -> act.isAfter(now.minus(Duration.ofDays(1)))))
                            .hasSizeLessThanOrEqualTo(rule.perDay());
                }
                changed = changes ? Optional.of(now) : changed;
            }
            state = state.after(decisions, now);
        }
        // All incidents ended and no person said no any more: each action was taken back.
        assertThat(state.taken()).allMatch(taken -> taken.reversedAt().isPresent());
        assertThat(state.taken()).hasSizeLessThanOrEqualTo(rule.perDay() + 1);
    }

    @Test
    void catalog_namesTheseActions() throws IOException {
        List<String> named = Files.readAllLines(Path.of("../../terraform/catalog/actions.yaml")).stream()
                .filter(line -> line.matches("  [a-z-]+:"))
                .map(line -> line.trim().replace(":", ""))
                .toList();
        assertThat(named)
                .containsExactlyElementsOf(
                        Arrays.stream(Action.values()).map(Action::catalogName).toList());
        assertThat(named).allMatch(name -> Action.find(name).isPresent());
    }

    private static List<Opening> openings(Random random, int end) {
        List<IncidentNotification> told = new ArrayList<>();
        int minute = random.nextInt(100);
        while (minute < end - 100) {
            int lasts = random.nextInt(4) == 0 ? random.nextInt(90) : random.nextInt(5);
            told.add(closed(open("i" + minute, "replication-lag", "", minute), minute + lasts));
            minute += lasts + 1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 8);
        }
        return Opening.of(told);
    }

    private static ActionRule rule(int after, int repeats, int quiet, int coolDown, int perDay, boolean enabled) {
        return new ActionRule(
                Action.PAUSE_MIGRATION,
                enabled,
                Set.of("replication-lag"),
                Duration.ofMinutes(after),
                repeats,
                Duration.ofMinutes(quiet),
                Duration.ofMinutes(coolDown),
                perDay);
    }

    private static Decision decide(int minute, ActionState state, IncidentNotification... told) {
        List<Decision> decisions =
                Actions.decide(List.of(PAUSE), state, Opening.of(List.of(told)), at(minute), List.of());
        assertThat(decisions).hasSize(1);
        return decisions.get(0);
    }
}
