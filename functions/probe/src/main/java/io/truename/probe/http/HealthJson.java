// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.probing.score.HealthHistory;
import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.HealthScore;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.ScorePart;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Score and reports as JSON. */
public final class HealthJson {
    private static final int DIGITS = 3;

    private HealthJson() {}

    /** A report as UTF-8. */
    public static byte[] of(HealthReport report) {
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("at", report.at().toString());
            score(json, report.score());
            json.writeArrayFieldStart("checks");
            for (HealthCheck check : report.checks()) {
                json.writeStartObject();
                json.writeStringField("name", check.name());
                json.writeStringField("outcome", check.outcome().name());
                json.writeStringField("seen", check.seen());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonOutput.optional(json, "previous", report.previous());
            json.writeArrayFieldStart("changes");
            for (HealthReport.Change change : report.changes()) {
                json.writeStartObject();
                json.writeStringField("name", change.name());
                json.writeStringField("before", change.before());
                json.writeStringField("now", change.now());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Fields of a score within an object. */
    static void score(JsonGenerator json, HealthScore score) throws IOException {
        number(json, "score", score.score());
        json.writeNumberField("coverage", rounded(score.coverage()));
        json.writeArrayFieldStart("cappedBy");
        for (ScorePart part : score.breaches()) {
            json.writeString(part.code());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("parts");
        for (PartScore part : score.parts()) {
            part(json, part);
        }
        json.writeEndArray();
    }

    private static void part(JsonGenerator json, PartScore part) throws IOException {
        json.writeStartObject();
        json.writeStringField("part", part.part().code());
        json.writeNumberField("weight", part.part().weight());
        if (part instanceof PartScore.Known known) {
            json.writeStringField("state", "known");
            json.writeNumberField("value", rounded(known.value()));
            json.writeBooleanField("breached", known.breached());
            json.writeObjectFieldStart("inputs");
            for (Map.Entry<String, Double> input : known.inputs().entrySet()) {
                json.writeNumberField(input.getKey(), rounded(input.getValue()));
            }
            json.writeEndObject();
        } else if (part instanceof PartScore.Unknown unknown) {
            json.writeStringField("state", "unknown");
            json.writeStringField("reason", unknown.reason());
        }
        json.writeStringField("inputsNeeded", part.part().inputs());
        json.writeStringField("formula", part.part().formula());
        json.writeStringField("breach", part.part().breach());
        json.writeEndObject();
    }

    static void trend(JsonGenerator json, List<HealthHistory.Point> points) throws IOException {
        json.writeArrayFieldStart("trend");
        for (HealthHistory.Point point : points) {
            json.writeStartObject();
            json.writeStringField("at", point.at().toString());
            number(json, "score", point.score());
            json.writeNumberField("coverage", rounded(point.coverage()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, rounded(value.getAsDouble()));
        } else {
            json.writeNullField(name);
        }
    }

    private static BigDecimal rounded(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number)
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }
}
