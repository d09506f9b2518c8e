// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import io.truename.alerting.series.SeriesKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses, of the series that met their conditions, those that fire. */
final class Combiner {
    private record Resource(String type, Map<String, String> labels) {
        static Resource of(SeriesState state) {
            SeriesKey key = state.series();
            return new Resource(key.resourceType(), key.resourceLabels());
        }
    }

    private Combiner() {}

    /**
     * Returns the firing series of each condition.
     *
     * @param met by condition the series that met it; none if too few did to trigger it
     */
    static List<List<SeriesState>> combine(ConditionCombinerType type, List<List<SeriesState>> met) {
        boolean all = met.stream().noneMatch(List::isEmpty);
        return switch (type) {
            case OR, COMBINE_UNSPECIFIED, UNRECOGNIZED -> met;
            case AND -> all ? met : none(met);
            case AND_WITH_MATCHING_RESOURCE -> matching(met);
        };
    }

    private static List<List<SeriesState>> none(List<List<SeriesState>> met) {
        return met.stream().map(condition -> List.<SeriesState>of()).toList();
    }

    private static List<List<SeriesState>> matching(List<List<SeriesState>> met) {
        Set<Resource> shared = new HashSet<>(resources(met.get(0)));
        met.forEach(condition -> shared.retainAll(resources(condition)));
        return met.stream()
                .map(condition -> condition.stream()
                        .filter(state -> shared.contains(Resource.of(state)))
                        .toList())
                .toList();
    }

    private static Set<Resource> resources(List<SeriesState> condition) {
        return condition.stream().map(Resource::of).collect(Collectors.toSet());
    }
}
