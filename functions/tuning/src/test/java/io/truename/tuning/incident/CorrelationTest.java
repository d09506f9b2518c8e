// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import static io.truename.tuning.incident.Notifications.at;
import static io.truename.tuning.incident.Notifications.closed;
import static io.truename.tuning.incident.Notifications.open;
import static io.truename.tuning.incident.Notifications.tier;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.regression.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CorrelationTest {
    private static final Components COMPONENTS = new Components(
            Map.of(
                    "replication-lag", "database",
                    "known-store-unavailable", "redis",
                    "generate-availability", "generate",
                    "retrieval-success", "probe"),
            Map.of("probe", Set.of("database", "redis"), "migrate", Set.of("database"), "generate", Set.of()));

    private static final IncidentNotification DATABASE = open("z", "replication-lag", "", 0);

    @Test
    void databaseThenFunctionThenObjective_isOneIncident_withTheDatabaseFirst() {
        // The service's alert came first, in the same minute; the database is what both need.
        List<IncidentGroup> groups = groups(
                tier("slo", "retrieval-success", "fast", 4), open("lat", "error-rate-high", "probe", 0), DATABASE);

        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.first().told()).isEqualTo(DATABASE);
            assertThat(group.openings()).hasSize(3);
            assertThat(group.suspect()).isEqualTo("database");
            assertThat(group.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(group.causes()).containsExactly("database");
            assertThat(group.explanation())
                    .isEqualTo("replication-lag opened first, then 2 more; database can have caused all of them.");
            assertThat(group.open()).isTrue();
            assertThat(group.id()).isEqualTo("z@" + at(0).getEpochSecond());
        });
    }

    @Test
    void incidentsThatCannotShareACause_staySeparate_thoughTheyOverlap() {
        assertThat(groups(open("g", "latency-high", "generate", 0), DATABASE, open("x", "unknown", "", 1)))
                .hasSize(3);
        // probe needs both, but neither database nor redis needs the other.
        assertThat(groups(
                        open("p", "error-rate-high", "probe", 0),
                        open("r", "known-store-unavailable", "", 1),
                        DATABASE))
                .extracting(CorrelationTest::ids)
                .containsExactly(List.of("z", "p"), List.of("r"));
    }

    @Test
    void twoFunctions_withAComponentThatBothNeed_areOneIncident_andThatIsSuspected() {
        assertThat(groups(open("p", "error-rate-high", "probe", 0), open("m", "error-rate-high", "migrate", 3)))
                .singleElement()
                .satisfies(group -> assertThat(group.suspect()).isEqualTo("database"));
    }

    @Test
    void tiersOfOneObjective_areOneIncident_evenHoursApart() {
        IncidentNotification fast = tier("f", "generate-availability", "fast", 0);
        IncidentNotification slow = tier("s", "generate-availability", "slow", 1000);
        IncidentNotification again = tier("g", "generate-availability", "fast", 310);
        assertThat(groups(
                        fast,
                        closed(fast, 20),
                        tier("t", "generate-availability", "ticket", 300),
                        again,
                        closed(again, 320),
                        slow))
                .singleElement()
                .satisfies(group -> assertThat(group.openings()).hasSize(4));
    }

    // A budget stays spent for weeks: it would swallow every other incident of its function.
    @Test
    void spentBudget_takesNothingIn_daysLater() {
        assertThat(groups(
                        tier("b", "generate-availability", "", 0),
                        open("g", "latency-high", "generate", 2_880),
                        tier("f", "generate-availability", "fast", 2_882)))
                .extracting(CorrelationTest::ids)
                .containsExactly(List.of("b"), List.of("g", "f"));
    }

    @Test
    void time_windowAfterTheStart_andLifeWhileOpen() {
        IncidentNotification short0 = open("a", "latency-high", "generate", 0);
        IncidentNotification within = open("b", "error-rate-high", "generate", 5);
        IncidentNotification after = open("b", "error-rate-high", "generate", 6);
        assertThat(groups(short0, closed(short0, 1), within)).hasSize(1);
        assertThat(groups(short0, closed(short0, 1), after)).hasSize(2);
        assertThat(groups(short0, closed(short0, 60), after)).hasSize(1);
        IncidentNotification late = open("c", "error-rate-high", "generate", 361);
        assertThat(groups(short0, late)).hasSize(2);
        assertThat(groups(short0, closed(short0, 1_000), late)).hasSize(2);
    }

    // Where something is always open, groups would follow from each other for weeks.
    @Test
    void chain_endsADayAfterItsFirstSymptom() {
        IncidentNotification[] chain = LongStream.range(0, 30)
                .boxed()
                .flatMap(hour -> {
                    IncidentNotification open = open("h" + hour, "error-rate-high", "generate", 60 * hour);
                    return Stream.of(open, closed(open, 60 * hour + 90));
                })
                .toArray(IncidentNotification[]::new);
        assertThat(groups(chain)).extracting(group -> group.openings().size()).containsExactly(25, 5);
    }

    @Test
    void reopened_withinTheWindowAfterItsEnd_goesOn() {
        IncidentNotification first = open("a", "latency-high", "generate", 0);
        assertThat(groups(first, closed(first, 30), open("a", "latency-high", "generate", 35)))
                .singleElement()
                .satisfies(group -> assertThat(group.endedAt()).isEmpty());
        assertThat(groups(first, closed(first, 30), open("a", "latency-high", "generate", 36)))
                .hasSize(2);
    }

    @Test
    void nearestChangeBeforeTheFirstSymptom_ofAComponentThatExplainsAll_isLikely() {
        List<ComponentChange> changes = List.of(
                change(Change.Kind.DEPLOY, -61, "database", "too long ago"),
                change(Change.Kind.MIGRATION, -30, "database", "run 7 began"),
                change(Change.Kind.MIGRATION, -9, "database", "run 7 went on"),
                change(Change.Kind.DEPLOY, -20, "database", "14.2"),
                change(Change.Kind.DEPLOY, -1, "probe", "cannot have slowed the database"),
                change(Change.Kind.DEPLOY, 1, "database", "after"));
        List<IncidentGroup> groups = Correlation.groups(
                Opening.of(List.of(DATABASE, open("p", "error-rate-high", "probe", 2))),
                changes,
                COMPONENTS,
                CorrelationRules.USUAL);
        assertThat(groups.get(0).changes())
                .extracting(ComponentChange.LikelyCause::text)
                .containsExactly(
                        "migration of database, run 7 went on, 9 min before the first symptom",
                        "deploy of database, 14.2, 20 min before the first symptom");
    }

    /** First points come once a minute: of revisions that follow each other closely they say little about the order. */
    @Test
    void revisionsThatAreCounted_comeInTheOrderOfTheirNumbers() {
        List<ComponentChange> changes = List.of(
                change(Change.Kind.DEPLOY, -2, "database", "revision database-00012-abc"),
                change(Change.Kind.DEPLOY, 0, "database", "revision database-00009-xyz"),
                change(Change.Kind.DEPLOY, 0, "database", "revision database-00010-aaa"),
                change(Change.Kind.DEPLOY, 1, "database", "revision database-00013-new"));
        assertThat(groups(changes, DATABASE).get(0).changes())
                .extracting(ComponentChange.LikelyCause::text)
                .containsExactly("deploy of database, revision database-00012-abc, 2 min before the first symptom");
        // A revision that a person named has no number: then the times decide.
        assertThat(groups(
                                List.of(
                                        change(Change.Kind.DEPLOY, -2, "database", "revision database-00012-abc"),
                                        change(Change.Kind.DEPLOY, -1, "database", "revision database-blue")),
                                DATABASE)
                        .get(0)
                        .changes())
                .extracting(ComponentChange.LikelyCause::text)
                .containsExactly("deploy of database, revision database-blue, 1 min before the first symptom");
    }

    private static List<IncidentGroup> groups(List<ComponentChange> changes, IncidentNotification told) {
        return Correlation.groups(Opening.of(List.of(told)), changes, COMPONENTS, CorrelationRules.USUAL);
    }

    @Property(tries = 300)
    void anyOrderAndAnyDuplicates_giveTheSameGroups_eachWithACauseOfAll(@ForAll long seed) {
        Random random = new Random(seed);
        Components components = components(random);
        List<IncidentNotification> told = told(random, 60, 3_000);
        List<ComponentChange> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(change(
                    random.nextBoolean() ? Change.Kind.DEPLOY : Change.Kind.MIGRATION,
                    random.nextInt(600),
                    "c" + random.nextInt(8),
                    "n" + random.nextInt(3)));
        }
        List<IncidentGroup> groups = Correlation.groups(Opening.of(told), changes, components, CorrelationRules.USUAL);

        List<Opening> again = new ArrayList<>();
        Stream.concat(told.stream(), told.stream().filter(one -> random.nextBoolean()))
                .map(Opening::of)
                .forEach(again::add);
        Collections.shuffle(again, random);
        Collections.shuffle(changes, random);
        assertThat(Correlation.groups(again, changes, components, CorrelationRules.USUAL))
                .isEqualTo(groups);

        assertThat(groups.stream().flatMap(group -> group.openings().stream()))
                .containsExactlyInAnyOrderElementsOf(Opening.of(told));
        for (IncidentGroup group : groups) {
            assertThat(group.openings())
                    .allMatch(opening ->
                            components.causesOf(components.of(opening.told())).containsAll(group.causes()));
            assertThat(group.openings())
                    .noneMatch(opening -> opening.startedAt().isBefore(group.startedAt()));
        }
    }

    // Comparisons, not time: each opening is compared with one group a possible cause, and one of its family.
    @Test
    void tenThousandNotifications_comparisonsGrowWithTheirNumber() {
        for (int minutes : new int[] {1, 100_000}) {
            for (int count : new int[] {5_000, 10_000}) {
                Random random = new Random(1);
                Components components = components(random);
                List<Opening> openings = Opening.of(told(random, count, minutes));
                assertThat(Correlation.comparisons(openings, components, CorrelationRules.USUAL))
                        .isLessThanOrEqualTo(9L * count);
            }
        }
        List<IncidentNotification> strangers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            strangers.add(open("i" + i, "alert " + i, "", 0));
        }
        assertThat(Correlation.comparisons(Opening.of(strangers), COMPONENTS, CorrelationRules.USUAL))
                .isZero();
    }

    /** Eight components, each of which may need those with a smaller number. */
    private static Components components(Random random) {
        Map<String, Set<String>> needs = new HashMap<>();
        for (int component = 0; component < 8; component++) {
            Set<String> needed = new HashSet<>();
            for (int other = 0; other < component; other++) {
                if (random.nextInt(4) == 0) {
                    needed.add("c" + other);
                }
            }
            needs.put("c" + component, needed);
        }
        return new Components(Map.of("o1", "c6", "o2", "c7"), needs);
    }

    private static List<IncidentNotification> told(Random random, int count, int minutes) {
        List<IncidentNotification> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long minute = random.nextInt(minutes);
            String id = "i" + random.nextInt(count);
            IncidentNotification open = random.nextInt(4) == 0
                    ? tier(id, "o" + (1 + random.nextInt(2)), random.nextBoolean() ? "fast" : "ticket", minute)
                    : open(id, "a" + random.nextInt(3), "c" + random.nextInt(8), minute);
            told.add(random.nextInt(3) == 0 ? open : closed(open, minute + random.nextInt(400)));
        }
        return told;
    }

    private static ComponentChange change(Change.Kind kind, int minute, String component, String name) {
        return new ComponentChange(new Change(kind, at(minute).toEpochMilli(), name), component);
    }

    private static List<IncidentGroup> groups(IncidentNotification... told) {
        return Correlation.groups(Opening.of(List.of(told)), List.of(), COMPONENTS, CorrelationRules.USUAL);
    }

    private static List<String> ids(IncidentGroup group) {
        return group.openings().stream()
                .map(opening -> opening.key().incident())
                .toList();
    }
}
