// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.MismatchException;
import java.util.Locale;

/** Proposal of {@code tune} for one alert, with its evidence. */
record ProposedThresholds(String id, JsonNode result) {
    /** Fails with the reason if today's threshold was kept. */
    ProposedThresholds {
        if (!result.path("kept").isEmpty()) {
            throw new MismatchException("tune keeps today's threshold: "
                    + result.path("kept").path(0).asText());
        }
    }

    /** Threshold of today, the same in all hours. */
    double today() {
        return result.at("/today/0/hours/0").asDouble();
    }

    /** False alarms that today's threshold gave in the whole past. */
    int alarmsToday() {
        return result.at("/alarms/today").size();
    }

    /** False alarms that the proposed thresholds would have given. */
    int alarmsProposed() {
        return result.at("/alarms/proposed").size();
    }

    /** Evidence on the part of the past that the thresholds were not made from, for people. */
    String evidence() {
        JsonNode today = result.at("/evidence/today");
        JsonNode proposed = result.at("/evidence/proposed");
        return String.format(
                Locale.ROOT,
                "%d hours: false %d instead of %d; found %.0f %% of %,d injected incidents instead of %.0f %%",
                proposed.at("/falseHours/trials").asLong(),
                proposed.at("/falseHours/events").asLong(),
                today.at("/falseHours/events").asLong(),
                100 * proposed.at("/found/share").asDouble(),
                proposed.at("/found/trials").asLong(),
                100 * today.at("/found/share").asDouble());
    }
}
