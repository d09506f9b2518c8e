// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.Labelled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Message of a notification with the fields that are read, and no others: a message may have 8 MiB, 10,000 of them are in memory at a
 * time, and PostgreSQL takes less JSON than Jackson does.
 */
final class KeptMessage {
    private static final int LONGEST = 500;
    private static final int LONGEST_OF_A_LABEL = 128;
    private static final int MOST_LABELS = 32;

    private KeptMessage() {}

    static String of(IncidentNotification told) {
        return new String(JsonOutput.of(json -> write(json, told)), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, IncidentNotification told) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", "1.2");
        json.writeObjectFieldStart("incident");
        text(json, "incident_id", told.incident());
        text(json, "policy_name", told.policy().name());
        text(json, "condition_name", told.policy().condition());
        labels(
                json,
                "policy_user_labels",
                Map.of(
                        "alert", told.policy().alert(),
                        "slo", told.policy().objective(),
                        "tier", told.policy().tier()));
        json.writeStringField("severity", told.severity().name());
        json.writeStringField("state", told.open() ? "open" : "closed");
        json.writeNumberField("started_at", told.startedAt().getEpochSecond());
        if (told.endedAt().isPresent()) {
            json.writeNumberField("ended_at", told.endedAt().get().getEpochSecond());
        }
        json.writeBooleanField("renotify", told.repeated());
        labelled(json, "resource", told.resource());
        labelled(json, "metric", told.metric());
        number(json, "observed_value", told.observed());
        number(json, "threshold_value", told.threshold());
        text(json, "summary", told.summary());
        text(json, "url", told.url());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void labelled(JsonGenerator json, String name, Labelled labelled) throws IOException {
        json.writeObjectFieldStart(name);
        text(json, "type", labelled.type());
        labels(json, "labels", labelled.labels());
        json.writeEndObject();
    }

    private static void labels(JsonGenerator json, String name, Map<String, String> labels) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> label :
                labels.entrySet().stream().limit(MOST_LABELS).toList()) {
            json.writeStringField(
                    clean(label.getKey(), LONGEST_OF_A_LABEL), clean(label.getValue(), LONGEST_OF_A_LABEL));
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeStringField(name, clean(text, LONGEST));
    }

    private static void number(JsonGenerator json, String name, OptionalDouble number) throws IOException {
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
            json.writeNumberField(name, number.getAsDouble());
        }
    }

    /** PostgreSQL takes neither the character 0 nor half a pair of surrogates. */
    static String clean(String text) {
        return clean(text, LONGEST);
    }

    private static String clean(String text, int longest) {
        String begin = text.substring(0, Math.min(longest, text.length())).replace('\0', '?');
        return new String(begin.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
