// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.ServiceLevelObjective;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * File of cases: the policies they are about, and series and expectations.
 *
 * @param policies by display name
 */
record CaseFile(
        String name, Map<String, AlertPolicy> policies, List<ServiceLevelObjective> objectives, List<Case> cases) {
    private static final List<String> FIELDS = List.of("policies", "slos", "start", "interval", "cases");
    private static final List<String> CASE = List.of("name", "start", "interval", "series", "expect");
    private static final String START = "2026-01-01T00:00:00Z";
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /**
     * One case.
     *
     * @param start milliseconds since 1970
     * @param interval time from one evaluation to the next
     */
    record Case(String name, long start, Duration interval, GivenSeries series, List<Expectation> expectations) {}

    static CaseFile read(Path path) {
        String file = path.toString();
        Fields fields = Fields.of(file, "", TextFile.read(path), FIELDS);
        Map<String, AlertPolicy> policies = new LinkedHashMap<>();
        for (String name : fields.texts("policies")) {
            for (AlertPolicy policy : PolicyFile.read(path.resolveSibling(name))) {
                if (policies.put(policy.getDisplayName(), policy) != null) {
                    throw fields.wrong(
                            "policies",
                            "two are named \"" + policy.getDisplayName() + "\"",
                            "Give each its own display name.");
                }
            }
        }
        List<ServiceLevelObjective> objectives = new ArrayList<>();
        fields.texts("slos").forEach(name -> objectives.addAll(ObjectiveFile.read(path.resolveSibling(name))));
        List<Case> cases = new ArrayList<>();
        fields.elements("cases").forEach((place, value) -> cases.add(readCase(file, place, value, fields, policies)));
        if (cases.isEmpty()) {
            throw fields.wrong("cases", "there is none", "Add cases.");
        }
        return new CaseFile(file, policies, objectives, cases);
    }

    private static Case readCase(
            String file, String place, Object value, Fields whole, Map<String, AlertPolicy> policies) {
        Fields fields = Fields.of(file, place, value, CASE);
        Duration interval = fields.duration("interval", whole.duration("interval", INTERVAL));
        if (interval.isZero()) {
            throw fields.wrong("interval", "it is 0", "Write 60s or more.");
        }
        long start = start(fields.find("start").isPresent() ? fields : whole);
        List<GivenSeries.Given> series = new ArrayList<>();
        fields.elements("series")
                .forEach((at, input) -> series.add(SeriesInput.read(file, at, input, start, interval)));
        List<Expectation> expectations = new ArrayList<>();
        fields.elements("expect").forEach((at, input) -> {
            Expectation expectation = Expectation.read(file, at, input);
            check(file, at, expectation, interval, policies);
            expectations.add(expectation);
        });
        if (expectations.isEmpty()) {
            throw fields.wrong("expect", "the case expects nothing", "Add at, policy and firing.");
        }
        return new Case(fields.text("name", place), start, interval, new GivenSeries(series), expectations);
    }

    private static void check(
            String file, String place, Expectation expectation, Duration interval, Map<String, AlertPolicy> policies) {
        if (!policies.containsKey(expectation.policy())) {
            throw new InputException(
                    file,
                    place + ".policy",
                    "there is no policy \"" + expectation.policy() + "\"",
                    "The files under policies hold " + policies.keySet() + ".");
        }
        if (expectation.at().toMillis() % interval.toMillis() != 0) {
            throw new InputException(
                    file,
                    place + ".at",
                    "nothing is evaluated at " + Text.length(expectation.at().toMillis()),
                    "Write a multiple of the interval, " + Text.length(interval.toMillis()) + ".");
        }
    }

    /** A time without quotes is a date to SnakeYAML. */
    @SuppressWarnings("JavaUtilDate")
    private static long start(Fields fields) {
        Object given = fields.find("start").orElse(START);
        try {
            return given instanceof Date date
                    ? date.getTime()
                    : Instant.parse(String.valueOf(given)).toEpochMilli();
        } catch (DateTimeParseException malformed) {
            throw fields.wrong("start", "\"" + given + "\" is no time", "Write it as in " + START + ".");
        }
    }
}
