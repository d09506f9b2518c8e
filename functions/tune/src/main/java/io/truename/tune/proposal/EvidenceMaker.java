// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import io.truename.edge.json.JsonOutput;
import io.truename.history.AlertHistory;
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tuning.baseline.Baseline;
import io.truename.tuning.series.MetricSeries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Proposes thresholds from the past of a condition's values. */
public final class EvidenceMaker implements ProposalMaker {
    private final Supplier<AlertHistory> history;

    public EvidenceMaker(Supplier<AlertHistory> history) {
        this.history = history;
    }

    @Override
    public Made make(ComparedCondition condition, int days, List<ThresholdStore.Threshold> inForce, Instant now) {
        Instant until = now.minus(AlertHistory.DELAY);
        MetricSeries past = history.get().values(condition, until.minus(Duration.ofDays(days)), until);
        Baseline baseline = Baseline.of(past);
        byte[] json = JsonOutput.of(generator -> {
            generator.writeStartObject();
            generator.writeArrayFieldStart("kept");
            for (String refusal : baseline.refusals()) {
                generator.writeString(refusal);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        });
        return new Made(new String(json, StandardCharsets.UTF_8), List.of());
    }
}
