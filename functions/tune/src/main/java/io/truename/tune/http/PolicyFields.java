// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.Catalog;
import io.truename.edge.json.JsonBody;
import io.truename.history.ComparedCondition;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.select.NamedPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Field {@code policy} of a body: numbers, the name of a way to make them, or an alert with those of today. */
final class PolicyFields {
    private static final int HOURS_OF_WEEK = 168;
    private static final int DAY_SECONDS = 86_400;
    private static final String CHOICE = "must have one of threshold, hours, name and alert";

    private PolicyFields() {}

    /** Policy that is asked for. */
    sealed interface Asked {
        /** The same numbers for the whole series. */
        record Fixed(FittedPolicy policy) implements Asked {}

        /** Made from the first part of the series, and each day from the past. */
        record Made(Candidate candidate) implements Asked {}

        /** As an alert compares now. */
        record Today(ComparedCondition condition) implements Asked {}
    }

    /** Reads the field; empty with a problem if it is missing or bad. */
    static Optional<Asked> read(JsonBody body, Catalog catalog) {
        boolean given = body.has("policy");
        Optional<JsonBody> policy = body.object("policy");
        if (policy.isEmpty()) {
            if (!given) {
                body.problem("policy", "must be given: an object with threshold, hours, name or alert", "nothing");
            }
            return Optional.empty();
        }
        Optional<Asked> asked = read(body, policy.get(), catalog);
        policy.get().refuseUnread();
        return asked;
    }

    private static Optional<Asked> read(JsonBody body, JsonBody policy, Catalog catalog) {
        List<String> ways = List.of("threshold", "hours", "name", "alert").stream()
                .filter(policy::has)
                .toList();
        if (ways.size() != 1) {
            body.problem("policy", CHOICE, ways.isEmpty() ? "nothing" : String.join(" and ", ways));
            return Optional.empty();
        }
        return switch (ways.get(0)) {
            case "alert" -> AlertFields.condition(policy, catalog).map(Asked.Today::new);
            case "name" -> made(policy);
            default -> fixed(policy);
        };
    }

    private static Optional<Asked> made(JsonBody policy) {
        List<Side> sides = policy.has("above") ? List.of(side(policy)) : Candidates.BOTH;
        Map<String, Candidate> all = NamedPolicies.all(sides);
        return policy.text("name", Optional.empty(), name -> {
            if (!all.containsKey(name)) {
                throw new IllegalArgumentException("must be one of " + String.join(", ", all.keySet()));
            }
            return Optional.ofNullable(all.get(name)).map(Asked.Made::new);
        });
    }

    private static Optional<Asked> fixed(JsonBody policy) {
        boolean byHour = policy.has("hours");
        List<Double> hours = byHour
                ? policy.decimals("hours", HOURS_OF_WEEK, -SeriesFields.MOST, SeriesFields.MOST)
                : List.of(policy.decimal("threshold", Double.NaN, -SeriesFields.MOST, SeriesFields.MOST));
        if (byHour && !hours.isEmpty() && hours.size() != HOURS_OF_WEEK) {
            policy.problem("hours", "must have 168 numbers, from Monday 0:00 UTC on", hours.size() + " numbers");
            return Optional.empty();
        }
        Bound bound = new Bound(
                seconds(policy, "windowSeconds"),
                Bound.MEDIAN,
                side(policy),
                WeeklyThreshold.ofNumbers(hours.isEmpty() ? List.of(Double.NaN) : hours),
                seconds(policy, "lastingSeconds"));
        return hours.isEmpty()
                ? Optional.empty()
                : Optional.of(new Asked.Fixed(new FittedPolicy("fixed", 0, List.of(bound))));
    }

    private static Duration seconds(JsonBody policy, String name) {
        return Duration.ofSeconds(policy.whole(name, 0, 0, DAY_SECONDS));
    }

    private static Side side(JsonBody policy) {
        return policy.flag("above", true) ? Side.ABOVE : Side.BELOW;
    }
}
