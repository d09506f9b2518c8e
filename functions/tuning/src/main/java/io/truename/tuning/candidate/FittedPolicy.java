// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy with its numbers: it fires while any of its bounds is violated for long enough, and in unusual silence. Cloud Monitoring can evaluate it, as
 * PromQL against a published threshold.
 *
 * @param candidate name of the way it was made
 * @param fittedAt time up to which values were known, in milliseconds since 1970
 * @param bounds none for a policy that never fires
 * @param silence in which it fires, too
 * @param hysteresis of all bounds
 * @param remarks sentences about the fit that a person must read, such as a reason to keep older thresholds
 */
public record FittedPolicy(
        String candidate,
        long fittedAt,
        List<Bound> bounds,
        Silence silence,
        Hysteresis hysteresis,
        List<String> remarks) {
    public FittedPolicy {
        bounds = List.copyOf(bounds);
        remarks = List.copyOf(remarks);
    }

    public FittedPolicy(String candidate, long fittedAt, List<Bound> bounds) {
        this(candidate, fittedAt, bounds, Silence.NEVER, Hysteresis.NONE, List.of());
    }

    /** The same policy with further remarks. */
    public FittedPolicy with(List<String> further) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(further);
        return new FittedPolicy(candidate, fittedAt, bounds, silence, hysteresis, all);
    }

    /** The same policy with another silence. */
    public FittedPolicy with(Silence other) {
        return new FittedPolicy(candidate, fittedAt, bounds, other, hysteresis, remarks);
    }

    /** The same policy with another hysteresis. */
    public FittedPolicy with(Hysteresis other) {
        return new FittedPolicy(candidate, fittedAt, bounds, silence, other, remarks);
    }
}
