// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * One cause that several metrics of a service show at the same time: the first in full, each further one half as much. What an incident
 * of the kind draws by chance, such as the bad periods of an intermittent one, is the same for all.
 *
 * @param first slot of its first value, at least 1
 * @param size in the first metric
 * @param seed of its randomness
 */
public record SharedIncident(IncidentKind kind, int first, double size, long seed) {
    /** The metrics with the incident on their values. */
    public List<MetricSeries> on(List<MetricSeries> metrics) {
        List<MetricSeries> hurt = new ArrayList<>();
        double share = size;
        for (MetricSeries metric : metrics) {
            hurt.add(new Incident(kind, first, share, seed).on(metric));
            share /= 2;
        }
        return hurt;
    }
}
