// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.List;

/**
 * Action that is taken without a person, and taken back.
 *
 * @param enabled whether it is carried out; otherwise it is only decided and recorded
 * @param alerts alerts whose open incidents call for it, at least one
 * @param after for which one of them must have been open, at least a minute
 * @param repeats openings within an hour that call for it as well, at least 2
 * @param quiet after which it is taken back, at least a minute
 * @param coolDown after it was taken, and after it was taken back, at least a minute
 * @param perDay most times within 24 hours, at least 1
 */
public record ActionSpec(
        String name,
        String description,
        boolean enabled,
        List<String> alerts,
        Duration after,
        int repeats,
        Duration quiet,
        Duration coolDown,
        int perDay) {
    public ActionSpec {
        alerts = List.copyOf(alerts);
    }
}
