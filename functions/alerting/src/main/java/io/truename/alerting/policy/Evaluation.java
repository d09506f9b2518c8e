// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import java.util.List;

/**
 * Outcome of a policy's evaluation at a time.
 *
 * @param series the series of each condition
 * @param opened incidents that opened now
 * @param closed incidents that closed now
 * @param open incidents that are open, those that opened now among them
 */
public record Evaluation(
        long time, List<List<SeriesState>> series, List<Incident> opened, List<Incident> closed, List<Incident> open) {}
