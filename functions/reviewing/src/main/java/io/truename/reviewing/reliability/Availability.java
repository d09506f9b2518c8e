// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Availability in three numbers, since each alone misleads: the ratio of good requests, which favours users with many requests and forgets
 * those who gave up; the minutes below the goal; the share of users that met an error.
 *
 * @param step that requests are counted in: a minute, or longer where finer points are no longer kept
 * @param requests of all regions and minutes
 * @param badMinutes minutes in steps in which the ratio of all regions was below the goal
 * @param weightedBadMinutes the same, each weighted by the traffic that is usual for it: in minutes of mean traffic
 * @param regions worst first; without requests last
 * @param measured whether anything was measured in the window
 * @param users those with a request, and with a failed one
 */
public record Availability(
        Objective objective,
        Duration window,
        Duration step,
        Requests requests,
        int badMinutes,
        double weightedBadMinutes,
        List<Region> regions,
        boolean measured,
        Users users) {
    public Availability {
        regions = List.copyOf(regions);
    }

    /** Requests of a region. */
    public record Region(String name, Requests requests) {}

    /** Users of whom something was counted, and of them those that met an error. Negative where nobody counted. */
    public record Users(long active, long affected) {
        /** Nobody counted. */
        public static final Users UNKNOWN = new Users(-1, -1);

        public Users {
            if (affected > active || (active < 0 && active != -1)) {
                throw new IllegalArgumentException("affected: from 0 to active");
            }
        }

        Value share() {
            return active < 0
                    ? Value.absent(Absence.NO_DATA)
                    : active == 0 ? Value.absent(Absence.NO_TRAFFIC) : Value.share((double) affected / active);
        }
    }

    /** Of minutes in a window. Minutes outside of it are left out; none at all means that nothing was measured. */
    public static Availability of(Objective objective, ReportWindow window, Collection<Minute> minutes, Users users) {
        return of(objective, window, Duration.ofMinutes(1), minutes, users);
    }

    /** Of steps in a window, likewise. */
    public static Availability of(
            Objective objective, ReportWindow window, Duration step, Collection<Minute> minutes, Users users) {
        Map<Instant, Requests> byMinute = new TreeMap<>();
        Map<Instant, Double> expected = new TreeMap<>();
        Map<String, Requests> byRegion = new TreeMap<>();
        Requests all = Requests.NONE;
        boolean measured = false;
        for (Minute minute : minutes) {
            if (window.holds(minute.at())) {
                measured = true;
                byMinute.merge(minute.at(), minute.requests(), Requests::plus);
                expected.merge(minute.at(), minute.expected(), Double::sum);
                byRegion.merge(minute.region(), minute.requests(), Requests::plus);
                all = all.plus(minute.requests());
            }
        }
        List<Instant> bad = byMinute.entrySet().stream()
                .filter(minute -> minute.getValue().total() > 0 && !objective.met(minute.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        double traffic =
                expected.values().stream().mapToDouble(Double::doubleValue).sum();
        double lost =
                bad.stream().mapToDouble(at -> expected.getOrDefault(at, 0.0)).sum();
        int badMinutes = Math.toIntExact(bad.size() * step.toMinutes());
        List<Region> regions = new ArrayList<>();
        byRegion.forEach((name, requests) -> regions.add(new Region(name, requests)));
        regions.sort(Comparator.comparingDouble(
                        (Region region) -> region.requests().ratio().orElse(2))
                .thenComparing(Region::name));
        return new Availability(
                objective,
                window.length(),
                step,
                all,
                badMinutes,
                traffic > 0 ? lost / traffic * window.length().toMinutes() : badMinutes,
                regions,
                measured,
                users);
    }

    /** Why there is no ratio; empty if there is one. */
    public Optional<Absence> absence() {
        return measured
                ? requests.total() == 0 ? Optional.of(Absence.NO_TRAFFIC) : Optional.empty()
                : Optional.of(Absence.NO_DATA);
    }

    /** Whether the objective is met; empty without requests: nothing was promised about none. */
    public Optional<Boolean> met() {
        return absence().isPresent() ? Optional.empty() : Optional.of(objective.met(requests));
    }

    public Duration budget() {
        return objective.budget(window);
    }

    /** Error budget used, as time of the window: its length times the share of bad requests. */
    public OptionalDouble spentMinutes() {
        return requests.total() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) requests.bad() / requests.total() * seconds(window) / 60);
    }

    /** Share of bad requests by the allowed share: 1 uses the budget up at the end of the window. */
    public OptionalDouble burnRate() {
        return requests.total() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) requests.bad()
                        / requests.total()
                        / objective.allowed().doubleValue());
    }

    /**
     * As numbers of a report.
     *
     * @param ofUsers time and source of {@link #users}: requests name none, retrievals do
     */
    public List<Figure> figures(Provenance from, Provenance ofUsers) {
        Value good = Value.count(requests.good());
        Value total = Value.count(requests.total());
        return List.of(
                new Figure(
                        "availability",
                        "Availability",
                        value(requests.ratio().stream().mapToObj(Value::ratio).findFirst()),
                        met().map(met -> (met ? "Meets" : "Misses") + " the objective of "
                                        + Value.ratio(objective.goal().doubleValue())
                                                .forPeople() + ".")
                                .orElse("Not judged."),
                        from.measured(
                                "good requests / requests",
                                Provenance.input("good requests", good),
                                Provenance.input("requests", total))),
                new Figure(
                        "badMinutes",
                        "Bad minutes",
                        value(Optional.of(Value.count(badMinutes))),
                        (step.toMinutes() == 1 ? "Minutes" : "Minutes, in steps of " + step.toMinutes() + ",")
                                + " with a ratio below the objective"
                                + (absence().isPresent()
                                        ? "."
                                        : "; weighted by usual traffic "
                                                + Value.minutes(weightedBadMinutes)
                                                        .forPeople() + "."),
                        from.measured(
                                step.toMinutes() == 1
                                        ? "count of minutes with requests and a ratio below the objective"
                                        : step.toMinutes() + " * count of steps of " + step.toMinutes()
                                                + " minutes with requests and a ratio below the objective")),
                new Figure(
                        "usersAffected",
                        "Users affected",
                        users.share(),
                        users.active() < 0
                                ? "No retrieval named its user; requests name none."
                                : "Users with a retrieval that found nothing, of those with any; requests name none.",
                        ofUsers.measured(
                                "users with a retrieval that found nothing / users with a retrieval",
                                Provenance.input("users with a retrieval that found nothing", count(users.affected())),
                                Provenance.input("users with a retrieval", count(users.active())))),
                new Figure(
                        "errorBudgetLeft",
                        "Error budget left",
                        value(spentMinutes().stream()
                                .mapToObj(spent -> Value.minutes(seconds(budget()) / 60 - spent))
                                .findFirst()),
                        "Of " + Value.minutes(seconds(budget()) / 60).forPeople() + "; negative if it is overdrawn.",
                        from.measured(
                                "(1 - objective) * window - (1 - availability) * window",
                                Provenance.input(
                                        "objective",
                                        Value.ratio(objective.goal().doubleValue())),
                                Provenance.input("window", Value.seconds(seconds(window))))),
                new Figure(
                        "burnRate",
                        "Burn rate",
                        value(burnRate().stream().mapToObj(Value::times).findFirst()),
                        "1 uses the error budget up exactly.",
                        from.measured(
                                "(1 - availability) / (1 - objective)",
                                Provenance.input(
                                        "objective",
                                        Value.ratio(objective.goal().doubleValue())))));
    }

    private Value value(Optional<Value> value) {
        return absence().<Value>map(Value::absent).orElseGet(value::orElseThrow);
    }

    private static Value count(long count) {
        return count < 0 ? Value.absent(Absence.NO_DATA) : Value.count(count);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
