// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.MonitoredResource;
import com.google.logging.v2.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Parser of the lines that a function prints, as the cloud's own agent reads them: a line that is a JSON object becomes a
 * structured entry whose special keys move to the entry's fields; any other line becomes text. Blank lines are left out.
 *
 * @see <a href="https://cloud.google.com/logging/docs/structured-logging">Structured logging</a>
 */
public final class AgentParser {
    /** Label of an entry whose text was cut; its value is the number of bytes before. */
    public static final String CUT_LABEL = "truename.local/cut-from-bytes";

    /** Location of every function here. */
    public static final String LOCATION = "local";

    /** Room for the fields beside the text, so that a cut entry keeps to the limit. */
    private static final int FIELDS_BYTES = 4 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Clock clock;
    private final String project;
    private final InsertIds ids;

    public AgentParser(Clock clock, String project, InsertIds ids) {
        this.clock = clock;
        this.project = project;
        this.ids = ids;
    }

    /**
     * Parses one or more lines.
     *
     * @param function the service that printed them
     * @param revision its revision
     * @param stream {@code stdout} or {@code stderr}
     */
    public List<LogEntry> parse(String function, String revision, String stream, String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(line -> entry(function, revision, stream, line))
                .toList();
    }

    private LogEntry entry(String function, String revision, String stream, String line) {
        Instant now = clock.instant();
        LogEntry.Builder entry = LogEntry.newBuilder()
                .setReceiveTimestamp(EntryTimes.timestamp(now))
                .setLogName("projects/" + project + "/logs/run.googleapis.com%2F" + stream)
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("project_id", project)
                        .putLabels("location", LOCATION)
                        .putLabels("service_name", function)
                        .putLabels("configuration_name", function)
                        .putLabels("revision_name", revision));
        LogEntry.Builder parsed = entry.clone();
        Optional<ObjectNode> object = object(line);
        if (object.isEmpty() || !fill(parsed, object.get(), now)) {
            parsed = entry;
            fill(parsed, line);
        }
        if (!parsed.hasTimestamp()) {
            parsed.setTimestamp(EntryTimes.timestamp(now));
        }
        if (parsed.getInsertId().isEmpty()) {
            parsed.setInsertId(ids.next());
        }
        return parsed.build();
    }

    private static Optional<ObjectNode> object(String line) {
        if (!line.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(line);
            return node instanceof ObjectNode object && !JsonStructs.isDeeperThan(object, JsonStructs.DEEPEST)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException brokenJson) {
            return Optional.empty();
        }
    }

    /** Fills in a structured entry; false if it is too long, which makes it text. */
    private static boolean fill(LogEntry.Builder entry, ObjectNode object, Instant now) {
        SpecialFields.move(object, entry, now);
        JsonNode message = object.get("message");
        if (object.size() == 1 && message != null && message.isTextual()) {
            entry.setTextPayload(message.textValue());
        } else {
            entry.setJsonPayload(JsonStructs.struct(object));
        }
        return entry.build().getSerializedSize() <= EntrySize.MOST_BYTES - FIELDS_BYTES;
    }

    private static void fill(LogEntry.Builder entry, String text) {
        String cut = EntrySize.cut(text, EntrySize.MOST_BYTES - FIELDS_BYTES);
        entry.setTextPayload(cut);
        if (!cut.equals(text)) {
            entry.putLabels(CUT_LABEL, Integer.toString(text.getBytes(StandardCharsets.UTF_8).length));
        }
    }
}
