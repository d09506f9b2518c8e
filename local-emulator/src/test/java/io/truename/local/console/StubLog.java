// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Log of the stub server. Of the query language it knows severities, traces and quoted words; times match always. */
final class StubLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIRST = Instant.parse("2026-03-14T09:26:53.589Z");
    private static final List<String> SEVERITIES =
            List.of("DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL");

    private static final Pattern PARTS = Pattern.compile("\n| AND ");

    private final List<ObjectNode> entries = new CopyOnWriteArrayList<>();

    ObjectNode add(String severity, String source, String message, String trace) {
        int number = entries.size();
        ObjectNode entry = JSON.createObjectNode()
                .put("insertId", "entry-" + number)
                .put("timestamp", FIRST.plusNanos(number).toString())
                .put("severity", severity)
                .put("trace", "projects/truename-local/traces/" + trace);
        entry.putObject("resource")
                .put("type", "cloud_run_revision")
                .putObject("labels")
                .put("service_name", source);
        entry.putObject("jsonPayload").put("message", message).put("latencyMillis", 0.4);
        entries.add(entry);
        return entry;
    }

    int size() {
        return entries.size();
    }

    /** The newest entries that pass, newest first, as the API's page. */
    String page(String filter, int limit) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (passes(filter, entries.get(i))) {
                if (items.size() == limit) {
                    return page.put("next", "older").toString();
                }
                items.add(entries.get(i));
            }
        }
        return page.toString();
    }

    /** The numbers of entries that pass, all of them in the last bucket but one. */
    String histogram(String filter, int buckets) {
        ObjectNode answer = JSON.createObjectNode().put("buckets", buckets);
        ObjectNode counts = answer.putObject("counts");
        for (String severity : SEVERITIES) {
            long number = entries.stream()
                    .filter(entry -> entry.path("severity").asText().equals(severity) && passes(filter, entry))
                    .count();
            if (number > 0) {
                ArrayNode numbers = counts.putArray(severity);
                for (int bucket = 0; bucket < buckets; bucket++) {
                    numbers.add(bucket == buckets - 2 ? number : 0);
                }
            }
        }
        return answer.toString();
    }

    /** The entries that pass, from a number on, oldest first; as an event of the stream. */
    String from(int first, int end, String filter) {
        ArrayNode items = JSON.createArrayNode();
        entries.subList(first, end).stream()
                .filter(entry -> passes(filter, entry))
                .forEach(items::add);
        return items.toString();
    }

    private static boolean passes(String filter, JsonNode entry) {
        return PARTS.splitAsStream(filter).allMatch(part -> passesPart(part.trim(), entry));
    }

    private static boolean passesPart(String part, JsonNode entry) {
        if (part.startsWith("severity>=")) {
            return SEVERITIES.indexOf(entry.path("severity").asText())
                    >= SEVERITIES.indexOf(part.substring("severity>=".length()));
        }
        if (part.startsWith("NOT trace:")) {
            return !entry.path("trace").asText().contains(unquoted(part.substring("NOT trace:".length())));
        }
        if (part.startsWith("trace=")) {
            return entry.path("trace").asText().equals(unquoted(part.substring("trace=".length())));
        }
        return !part.startsWith("\"")
                || entry.toString()
                        .toLowerCase(Locale.ROOT)
                        .contains(unquoted(part).toLowerCase(Locale.ROOT));
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }
}
