// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.EnumNames;
import io.truename.edge.json.JsonOutput;
import io.truename.identity.DocumentName;
import io.truename.postgres.Page;
import io.truename.postgres.probing.stage.Retrievals;
import io.truename.probing.stage.FailedRetrieval;
import io.truename.probing.stage.RetrievalCount;
import io.truename.probing.stage.Stage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Calls that show whether users get their documents, and why not. A user is shown to a caller who may see all, or named them. */
final class RetrievalCalls {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 200;
    private static final String ANY_HASH = "0".repeat(64);

    private final Clock clock;

    RetrievalCalls(Clock clock) {
        this.clock = clock;
    }

    /** {@code GET /retrieval}: success overall and by user. */
    EdgeResponse overall(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int hours = StageCalls.hours(query);
        int limit = limit(query);
        boolean failing = query.read("failing", "failing must be true or false", RetrievalCalls::flag)
                .orElse(false);
        Optional<String> after = query.after(RetrievalCalls::user);
        return query.refusal("hours, failing, limit, after").orElseGet(() -> {
            Instant since = since(hours);
            Retrievals retrievals = with.stages().retrievals();
            RetrievalCount count = retrievals.overall(since);
            Page<Retrievals.OfUser> users = retrievals.byUser(since, failing, limit, after);
            return EdgeResponse.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("since", since.toString());
                json.writeNumberField("hours", hours);
                json.writeNumberField("objective", RetrievalCount.OBJECTIVE);
                count(json, count);
                json.writeArrayFieldStart("items");
                for (Retrievals.OfUser user : users.items()) {
                    json.writeStartObject();
                    json.writeStringField("user", user.user());
                    count(json, user.count());
                    json.writeEndObject();
                }
                json.writeEndArray();
                JsonOutput.optional(json, "next", users.next());
                json.writeEndObject();
            });
        });
    }

    /** {@code GET /retrieval/users/{id}}: success of one user, and the documents that the user did not get. */
    EdgeResponse ofUser(Services with, EdgeRequest request) {
        return ofUser(with, new QueryParameters(request), request.parameter("id"), "hours, limit, after");
    }

    /** {@code GET /retrieval/users?id=}: the same. The framework refuses paths with %2F, %25 or %5C. */
    EdgeResponse ofNamedUser(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        String id = query.<String>read("id", "id must not be repeated", text -> text)
                .orElse("");
        return ofUser(with, query, id, "id, hours, limit, after");
    }

    private EdgeResponse ofUser(Services with, QueryParameters query, String id, String known) {
        int hours = StageCalls.hours(query);
        int limit = limit(query);
        Optional<UUID> after = query.after(Ids::parse);
        Optional<EdgeResponse> refusal = query.refusal(known);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!DocumentName.check(id, ANY_HASH).isEmpty()) {
            return Problem.of(
                            400,
                            "The request is not valid",
                            "id must be a user id: 1 to 256 printable ASCII characters without spaces.")
                    .response();
        }
        String user = user(id);
        Instant since = since(hours);
        Retrievals retrievals = with.stages().retrievals();
        RetrievalCount count = retrievals.ofUser(user, since);
        Page<FailedRetrieval> failed = retrievals.failedOfUser(user, since, limit, after);
        Set<Stage> inUse =
                failed.items().isEmpty() ? Set.of() : with.stages().reports().inUse();
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("user", user);
            json.writeStringField("since", since.toString());
            json.writeNumberField("hours", hours);
            json.writeNumberField("objective", RetrievalCount.OBJECTIVE);
            count(json, count);
            json.writeArrayFieldStart("items");
            for (FailedRetrieval failure : failed.items()) {
                failure(json, failure, inUse);
            }
            json.writeEndArray();
            JsonOutput.optional(json, "next", failed.next());
            json.writeEndObject();
        });
    }

    private Instant since(int hours) {
        return clock.instant().minus(Duration.ofHours(hours));
    }

    private static int limit(QueryParameters query) {
        return query.whole("limit", 1, MOST_LIMIT).orElse((long) USUAL_LIMIT).intValue();
    }

    /** Canonical user id, as events are recorded. */
    private static String user(String text) {
        return new DocumentName(text, ANY_HASH).userId();
    }

    private static Boolean flag(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException();
    }

    private static void count(JsonGenerator json, RetrievalCount count) throws IOException {
        json.writeNumberField("found", count.found());
        json.writeNumberField("missed", count.missed());
        StageCalls.share(json, "success", count.success());
        json.writeBooleanField("meetsObjective", count.meetsObjective());
    }

    private static void failure(JsonGenerator json, FailedRetrieval failure, Set<Stage> inUse) throws IOException {
        FailedRetrieval.Reason reason = failure.reason(inUse);
        json.writeStartObject();
        json.writeStringField("documentId", failure.document().toString());
        json.writeBooleanField("inputsKnown", failure.inputsKnown());
        json.writeStringField("reason", EnumNames.of(reason.code()));
        json.writeStringField("stage", reason.stage().word());
        json.writeStringField("explanation", reason.code().sentence());
        json.writeStringField("at", failure.at().toString());
        json.writeObjectFieldStart("used");
        List<Stage> stages = Arrays.stream(Stage.values())
                .filter(failure.used()::containsKey)
                .toList();
        for (Stage stage : stages) {
            json.writeStringField(stage.word(), String.valueOf(failure.used().get(stage)));
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
