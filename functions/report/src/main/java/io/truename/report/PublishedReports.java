// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.edge.json.JsonOutput;
import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.TraceContext;
import io.truename.postgres.reporting.AnnouncementStore.Announcement;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import io.truename.report.making.ReportTopics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Steps and announcements of reports on topics, with the trace of the request that asks for them. */
final class PublishedReports implements ReportTopics {
    private final Publisher publisher;
    private final String stepsTopic;
    private final String reportsTopic;

    PublishedReports(Publisher publisher, String stepsTopic, String reportsTopic) {
        this.publisher = publisher;
        this.stepsTopic = stepsTopic;
        this.reportsTopic = reportsTopic;
    }

    @Override
    public boolean askFor(UUID report) {
        return publish(stepsTopic, ("{\"report\":\"" + report + "\"}"), Map.of());
    }

    @Override
    public boolean announce(Announcement announcement) {
        Stored report = announcement.report();
        String kind = report.order().kind().name().toLowerCase(Locale.ROOT);
        String audience = announcement.audience().name().toLowerCase(Locale.ROOT);
        byte[] body = JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("id", report.id().toString());
            json.writeStringField("kind", kind);
            json.writeStringField("audience", audience);
            json.writeStringField("from", report.order().from().toString());
            json.writeStringField("until", report.order().until().toString());
            JsonOutput.optional(json, "madeAt", report.madeAt());
            JsonOutput.optional(json, "title", report.title());
            JsonOutput.optional(json, "lead", report.lead());
            JsonOutput.optional(json, "amends", report.order().amends());
            json.writeEndObject();
        });
        return publish(reportsTopic, body, Map.of("kind", kind, "audience", audience));
    }

    private boolean publish(String topic, String json, Map<String, String> attributes) {
        return publish(topic, json.getBytes(StandardCharsets.UTF_8), attributes);
    }

    private boolean publish(String topic, byte[] json, Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        CurrentTrace.get().traceparent().ifPresent(trace -> all.put(TraceContext.TRACEPARENT, trace));
        try {
            publisher.publish(topic, new Message(json, all, Optional.empty()));
            return true;
        } catch (PublishException notTaken) {
            return false;
        }
    }
}
