// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A policy as conditions of one alert policy of Cloud Monitoring, which takes six and fires while any of them is met. Where there are
 * more, neighbouring bounds, which are both sides of one window first, become one condition with {@code or}. No bound is left out: each
 * keeps its duration inside of the query, and a union of what fires fires at the same times.
 */
public final class PolicyConditions {
    /** Most conditions of an alert policy. */
    public static final int MOST = 6;

    /**
     * One condition.
     *
     * @param query gives a series while it is met
     * @param lasting duration of the condition
     */
    public record PolicyCondition(String query, Duration lasting) {}

    private PolicyConditions() {}

    /**
     * Conditions of a policy, at most {@link #MOST}.
     *
     * @param metric selector of the metric
     * @param periodMillis between its points, and between evaluations
     * @param threshold selector of the published threshold of a bound, by its place in the policy
     */
    public static List<PolicyCondition> of(
            FittedPolicy policy, String metric, long periodMillis, IntFunction<String> threshold) {
        List<PolicyCondition> conditions = new ArrayList<>();
        Silence silence = policy.silence();
        if (!silence.absent().isZero()) {
            conditions.add(new PolicyCondition(PromqlForm.absent(silence, metric), Duration.ZERO));
        }
        if (!silence.flat().isZero()) {
            conditions.add(new PolicyCondition(PromqlForm.flat(silence, metric, periodMillis), Duration.ZERO));
        }
        int room = MOST - conditions.size();
        int bounds = policy.bounds().size();
        if (bounds <= room && policy.hysteresis().equals(Hysteresis.NONE)) {
            for (int place = 0; place < bounds; place++) {
                Bound bound = policy.bounds().get(place);
                conditions.add(new PolicyCondition(
                        PromqlForm.query(bound, metric, periodMillis, threshold.apply(place)), bound.lasting()));
            }
            return conditions;
        }
        int groups = Math.min(room, bounds);
        for (int group = 0; group < groups; group++) {
            // The first groups are the larger ones.
            int first = (group * bounds + groups - 1) / groups;
            int end = ((group + 1) * bounds + groups - 1) / groups;
            String query = IntStream.range(first, end)
                    .mapToObj(place -> PromqlForm.query(
                            policy.bounds().get(place),
                            policy.hysteresis(),
                            metric,
                            periodMillis,
                            threshold.apply(place)))
                    .map(each -> end - first == 1 ? each : "(" + each + ")")
                    .collect(Collectors.joining(" or "));
            conditions.add(new PolicyCondition(query, Duration.ZERO));
        }
        return conditions;
    }
}
