// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.Page;
import io.truename.tune.incident.Incidents;
import io.truename.tuning.incident.ComponentChange.LikelyCause;
import io.truename.tuning.incident.IncidentGroup;
import io.truename.tuning.incident.NotificationProblem;
import io.truename.tuning.incident.NotificationReader.Reading;
import io.truename.tuning.incident.Opening;
import io.truename.tuning.incident.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Handlers of incidents: notifications, list, verdicts. */
final class IncidentCalls {
    private final Supplier<Catalog> catalog;
    private final TuneEvents events;

    IncidentCalls(Supplier<Catalog> catalog, TuneEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    /** Keeps a notification, once. */
    Outcome take(Services with, EdgeRequest request) {
        String message = new String(request.bytes(), StandardCharsets.UTF_8);
        Optional<Reading> reading = Incidents.read(message);
        if (reading.isEmpty()) {
            return refused(List.of(new NotificationProblem(
                    "", "is no JSON object", "send the message of a Pub/Sub channel unchanged")));
        }
        if (reading.get() instanceof Reading.Refused refused) {
            return refused(refused.problems());
        }
        boolean fresh = false;
        if (reading.get() instanceof Reading.Read read) {
            fresh = with.incidents().keep(read.notification());
            if (fresh) {
                events.incidentTold(read.notification());
            }
        }
        boolean kept = fresh;
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("new", kept);
            json.writeEndObject();
        }));
    }

    private static Outcome refused(List<NotificationProblem> found) {
        FieldProblems problems = new FieldProblems();
        found.forEach(problem -> problems.add(
                () -> problem.field().isEmpty() ? "" : "/" + problem.field().replace('.', '/'),
                problem.problem() + ": " + problem.remedy(),
                "something else"));
        return Outcome.never(problems);
    }

    /** An opening with the group that it belongs to. */
    private record Item(IncidentGroup group, Opening opening) {}

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<Boolean> open = query.read("state", "state must be OPEN or CLOSED", word -> switch (word) {
            case "OPEN" -> true;
            case "CLOSED" -> false;
            default -> throw new IllegalArgumentException(word);
        });
        int limit = query.limit();
        Optional<String> after = query.after(IncidentCalls::parsedCursor);
        Optional<EdgeResponse> refusal = query.refusal("state, limit and after");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Incidents.Known known = with.incidents().known();
        List<Item> items = new ArrayList<>();
        known.groups().forEach(group -> group.openings().forEach(opening -> items.add(new Item(group, opening))));
        items.sort(Comparator.comparing((Item item) -> item.opening().key()).reversed());
        List<Item> rest = items.stream()
                .filter(item ->
                        open.isEmpty() || open.get() == item.opening().endedAt().isEmpty())
                .dropWhile(item -> after.filter(last -> !isAfter(item, last)).isPresent())
                .limit(limit + 1L)
                .toList();
        return JsonPages.of(
                Page.of(rest, limit, item -> cursor(item.opening())),
                (json, item) -> write(json, item, known.verdicts()));
    }

    /** Newest first, so that all later ones are older. */
    private static boolean isAfter(Item item, String cursor) {
        return cursor(item.opening()).compareTo(cursor) < 0;
    }

    private static String parsedCursor(String text) {
        if (!text.matches("[0-9]{12}[^\u0000]{1,200}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String cursor(Opening opening) {
        return String.format(Locale.ROOT, "%012d", opening.startedAt().getEpochSecond())
                + opening.key().incident();
    }

    private void write(JsonGenerator json, Item item, List<Verdict> verdicts) throws IOException {
        Opening opening = item.opening();
        String key = opening.told().policy().key();
        AlertSpec alert = catalog.get().alerts().get(key);
        json.writeStartObject();
        json.writeStringField("id", opening.key().toString());
        json.writeStringField("alert", key);
        json.writeStringField("condition", opening.told().policy().condition());
        json.writeStringField("title", alert == null ? opening.told().policy().name() : alert.title());
        json.writeStringField("severity", opening.severity().name());
        json.writeStringField("state", opening.endedAt().isEmpty() ? "OPEN" : "CLOSED");
        json.writeStringField("openedAt", opening.startedAt().toString());
        JsonOutput.optional(json, "closedAt", opening.endedAt());
        json.writeStringField("group", item.group().id());
        json.writeStringField("component", item.group().suspect());
        json.writeBooleanField("firstSymptom", item.group().first().key().equals(opening.key()));
        json.writeStringField("explanation", item.group().explanation());
        cause(json, item.group().changes());
        verdict(json, Verdict.on(item.group(), verdicts));
        number(json, "observed", opening.told().observed());
        number(json, "threshold", opening.told().threshold());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalDouble value) throws IOException {
        BaselineJson.number(json, name, value.orElse(Double.NaN));
    }

    private static void cause(JsonGenerator json, List<LikelyCause> changes) throws IOException {
        if (changes.isEmpty()) {
            json.writeNullField("cause");
            return;
        }
        LikelyCause nearest = changes.get(0);
        json.writeObjectFieldStart("cause");
        json.writeStringField("kind", nearest.change().change().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("component", nearest.change().component());
        json.writeStringField("subject", nearest.change().change().name());
        json.writeStringField("at", nearest.change().at().toString());
        json.writeNumberField("secondsBefore", nearest.before().toSeconds());
        json.writeEndObject();
    }

    private static void verdict(JsonGenerator json, Optional<Verdict> verdict) throws IOException {
        if (verdict.isEmpty()) {
            json.writeNullField("verdict");
            return;
        }
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("real", verdict.get().real());
        json.writeStringField("by", verdict.get().by());
        json.writeStringField("at", verdict.get().at().toString());
        json.writeStringField("reason", verdict.get().reason());
        json.writeEndObject();
    }

    EdgeResponse judge(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        boolean given = body.has("real");
        boolean real = body.flag("real", false);
        String reason = body.text("reason", "", PersonsWords::parse);
        String by = body.text("by", "somebody", PersonsWords::parse);
        if (!given) {
            body.problem("real", "must be given: whether something was wrong", "nothing");
        }
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        String id = request.parameter("id");
        return with.incidents()
                .judge(id, real, by, reason)
                .flatMap(group -> {
                    Incidents.Known known = with.incidents().known();
                    return known.groups().stream()
                            .filter(now -> now.holds(id))
                            .findFirst()
                            .map(now -> EdgeResponse.json(
                                    200, json -> write(json, new Item(now, now.first()), known.verdicts())));
                })
                .orElseGet(() -> Problem.of(404, "There is no such incident", "GET /incidents lists them.")
                        .response());
    }
}
