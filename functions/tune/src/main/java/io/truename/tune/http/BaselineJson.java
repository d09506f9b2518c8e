// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.history.ComparedCondition;
import io.truename.tuning.baseline.Baseline;
import io.truename.tuning.series.MetricSeries;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A baseline as fields of a JSON object. */
final class BaselineJson {
    private BaselineJson() {}

    static void write(JsonGenerator json, ComparedCondition named, MetricSeries values, Baseline baseline)
            throws IOException {
        json.writeStringField("alert", named.alert().name());
        json.writeStringField("condition", named.name());
        json.writeStringField("unit", named.bound().unit());
        json.writeStringField("from", Instant.ofEpochMilli(values.start()).toString());
        json.writeStringField("until", Instant.ofEpochMilli(values.end()).toString());
        json.writeNumberField("days", baseline.days());
        json.writeNumberField("coverage", baseline.coverage());
        json.writeNumberField("distinct", baseline.distinct());
        number(json, "mean", baseline.mean());
        number(json, "deviation", baseline.deviation());
        number(json, "median", baseline.median());
        number(json, "p95", baseline.p95());
        number(json, "p99", baseline.p99());
        number(json, "skew", baseline.skew());
        number(json, "tail", baseline.tail());
        json.writeStringField("season", baseline.season().name());
        hours(json, "peakHours", baseline.peakHours());
        hours(json, "offPeakHours", baseline.offPeakHours());
        json.writeNumberField("gaps", baseline.gaps());
        json.writeNumberField("longestGapSeconds", baseline.longestGapMillis() / 1000);
        number(json, "quantum", baseline.quantum());
        json.writeArrayFieldStart("changes");
        for (long change : baseline.changes()) {
            json.writeString(Instant.ofEpochMilli(change).toString());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("refusals");
        for (String refusal : baseline.refusals()) {
            json.writeString(refusal);
        }
        json.writeEndArray();
    }

    private static void hours(JsonGenerator json, String name, List<Integer> hours) throws IOException {
        json.writeArrayFieldStart(name);
        for (int hour : hours) {
            json.writeNumber(hour);
        }
        json.writeEndArray();
    }

    /** Null where there is none, which JSON cannot say in another way. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
