// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.MonitoredResourceDescriptor;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.Documentation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.local.monitoring.write.ResourceTypes;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Messages about incidents, as a Pub/Sub notification channel of Cloud Monitoring sends them: schema version 1.2. RATIONALE.md names
 * the sources of the fields.
 */
final class IncidentMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The label by which people call a resource. */
    private static final Map<String, String> NAMING = Map.of(
            "cloud_run_revision", "service_name",
            "cloud_scheduler_job", "job_id",
            "cloudsql_database", "database_id",
            "generic_node", "node_id",
            "generic_task", "job",
            "pubsub_subscription", "subscription_id",
            "pubsub_topic", "topic_id");

    private final String project;
    private final String baseUrl;
    private final UnaryOperator<String> metricNames;

    /** @param metricNames gives a metric type's display name; the empty text if it has none */
    IncidentMessages(String project, String baseUrl, UnaryOperator<String> metricNames) {
        this.project = project;
        this.baseUrl = baseUrl;
        this.metricNames = metricNames;
    }

    /**
     * Writes a message, with the times of clients: they are translated as those of points.
     *
     * @param ahead how far the monitoring clock is ahead of the real one now
     */
    String message(
            AlertIncident incident, AlertIncident.State state, AlertPolicy policy, Condition condition, long ahead) {
        boolean over = state == AlertIncident.State.closed;
        long started = incident.opened() - incident.ahead();
        Double observed = over ? incident.last() : incident.value();
        ObjectNode message = JSON.createObjectNode();
        ObjectNode body = message.putObject("incident")
                .put("incident_id", incident.id())
                .put("scoping_project_id", project)
                .put("scoping_project_number", 0)
                .put("url", baseUrl + "/#/alerts/" + incident.id())
                .put("severity", severity(policy.getSeverity()))
                .put("started_at", started / 1000)
                .put(
                        "ended_at",
                        over && incident.closed() != null ? Math.max(started, incident.closed() - ahead) / 1000 : null)
                .put("state", state.name())
                .put("resource_id", "")
                .put("resource_name", project + " " + resource(incident))
                .put("resource_display_name", resource(incident))
                .put(
                        "resource_type_display_name",
                        ResourceTypes.find(incident.resourceType())
                                .map(MonitoredResourceDescriptor::getDisplayName)
                                .orElse(incident.resourceType()));
        if (!over && incident.notified() > 0) {
            body.put("renotify", true);
        }
        labels(body.putObject("resource").put("type", incident.resourceType()), incident.resourceLabels());
        labels(
                body.putObject("metric")
                        .put("type", incident.metricType())
                        .put("displayName", metric(incident.metricType())),
                incident.metricLabels());
        ObjectNode metadata = body.putObject("metadata");
        metadata.putObject("system_labels");
        metadata.putObject("user_labels");
        body.put("policy_name", policy.getDisplayName());
        labels(body, "policy_user_labels", policy.getUserLabelsMap());
        body.put("condition_name", condition.getDisplayName());
        if (incident.threshold() != null) {
            body.put("threshold_value", threshold(incident.threshold()));
        }
        if (observed != null) {
            body.put("observed_value", observed(observed));
        }
        body.set("condition", proto(condition));
        documentation(body.putObject("documentation"), policy.getDocumentation());
        body.put("summary", summary(incident, over, observed, condition));
        message.put("version", "1.2");
        return message.toString();
    }

    private static String severity(AlertPolicy.Severity severity) {
        return switch (severity) {
            case CRITICAL -> "Critical";
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case SEVERITY_UNSPECIFIED, UNRECOGNIZED -> "No severity";
        };
    }

    private static String resource(AlertIncident incident) {
        return incident.resourceLabels()
                .getOrDefault(NAMING.getOrDefault(incident.resourceType(), ""), incident.resourceType());
    }

    private String metric(String type) {
        String name = metricNames.apply(type);
        return name.isEmpty() ? type : name;
    }

    private String summary(AlertIncident incident, boolean over, @Nullable Double observed, Condition condition) {
        String metric = incident.metricType().isEmpty() ? condition.getDisplayName() : metric(incident.metricType());
        String about = metric + " for " + project + " " + resource(incident)
                + (incident.metricLabels().isEmpty()
                        ? ""
                        : " with metric labels " + new TreeMap<>(incident.metricLabels()));
        if (over) {
            return about + " returned to normal"
                    + (observed == null ? "." : " with a value of " + observed(observed) + ".");
        }
        if (incident.threshold() == null || observed == null) {
            return about + " has no data.";
        }
        return about + " is " + (observed < incident.threshold() ? "below" : "above") + " the threshold of "
                + threshold(incident.threshold()) + " with a value of " + observed(observed) + ".";
    }

    /** A measured number has three places. */
    private static String observed(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    /** A given number is written as short as it can be. */
    private static String threshold(double number) {
        return number == 0
                ? "0"
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void documentation(ObjectNode node, Documentation documentation) {
        node.put("content", documentation.getContent())
                .put("mime_type", documentation.getMimeType())
                .put("subject", documentation.getSubject());
        if (documentation.getLinksCount() > 0) {
            ArrayNode links = node.putArray("links");
            documentation
                    .getLinksList()
                    .forEach(link -> links.addObject()
                            .put("displayName", link.getDisplayName())
                            .put("url", link.getUrl()));
        }
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
