// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages about incidents, as a Pub/Sub notification channel of Cloud Monitoring sends them: schema version 1.2. */
final class IncidentMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String project;
    private final String baseUrl;

    IncidentMessages(String project, String baseUrl) {
        this.project = project;
        this.baseUrl = baseUrl;
    }

    String message(AlertIncident incident, AlertIncident.State state, AlertPolicy policy, Condition condition) {
        boolean over = state == AlertIncident.State.closed;
        ObjectNode message = JSON.createObjectNode();
        ObjectNode body = message.putObject("incident")
                .put("incident_id", incident.id())
                .put("scoping_project_id", project)
                .put("scoping_project_number", 0)
                .put("url", baseUrl + "/#/alerts/" + incident.id())
                .put("started_at", incident.opened() / 1000)
                .put("ended_at", over && incident.closed() != null ? incident.closed() / 1000 : null)
                .put("state", state.name())
                .put("summary", policy.getDisplayName() + ": " + condition.getDisplayName())
                .put("severity", policy.getSeverity().name())
                .put("policy_name", policy.getDisplayName())
                .put("condition_name", condition.getDisplayName())
                .put("resource_name", project + " " + incident.resourceType())
                .put("resource_type_display_name", incident.resourceType())
                .put("observed_value", text(incident.value()))
                .put("threshold_value", text(incident.threshold()));
        labels(body.putObject("resource").put("type", incident.resourceType()), incident.resourceLabels());
        labels(
                body.putObject("metric").put("type", incident.metricType()).put("displayName", incident.metricType()),
                incident.metricLabels());
        labels(body, "policy_user_labels", policy.getUserLabelsMap());
        ObjectNode metadata = body.putObject("metadata");
        metadata.putObject("system_labels");
        metadata.putObject("user_labels");
        body.set("condition", proto(condition));
        body.putObject("documentation")
                .put("subject", policy.getDocumentation().getSubject())
                .put("content", policy.getDocumentation().getContent())
                .put("mime_type", policy.getDocumentation().getMimeType());
        message.put("version", "1.2");
        return message.toString();
    }

    private static @Nullable String text(@Nullable Double number) {
        return number == null ? null : number.toString();
    }

    private static void labels(ObjectNode of, Map<String, String> labels) {
        labels(of, "labels", labels);
    }

    private static void labels(ObjectNode of, String field, Map<String, String> labels) {
        ObjectNode node = of.putObject(field);
        new TreeMap<>(labels).forEach(node::put);
    }

    private static ObjectNode proto(Condition condition) {
        try {
            return (ObjectNode) JSON.readTree(JsonFormat.printer().print(condition));
        } catch (InvalidProtocolBufferException | JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
