// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.Ids;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.rekeying.run.RunLists;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Handlers of the paged lists of a run. */
final class ListCalls {
    private static final String PAGED = "limit, after";

    private ListCalls() {}

    static EdgeResponse batches(Services with, EdgeRequest request) {
        return of(with, request, (id, query) -> {
            boolean newest = query.read("order", "order must be oldest or newest", ListCalls::isNewest)
                    .orElse(false);
            int limit = query.limit();
            Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
            return query.refusal(PAGED + ", order").orElseGet(() -> {
                RunLists lists = with.runs().lists();
                return JsonPages.of(
                        newest ? lists.newestBatches(id, limit, after) : lists.batches(id, limit, after),
                        ListCalls::batch);
            });
        });
    }

    private static Boolean isNewest(String text) {
        if (text.equals("newest") || text.equals("oldest")) {
            return text.equals("newest");
        }
        throw new IllegalArgumentException();
    }

    static EdgeResponse quarantine(Services with, EdgeRequest request) {
        return of(with, request, (id, query) -> {
            int limit = query.limit();
            Optional<String> after = query.after(ListCalls::oldId);
            return query.refusal(PAGED)
                    .orElseGet(() ->
                            JsonPages.of(with.runs().lists().quarantine(id, limit, after), ListCalls::quarantined));
        });
    }

    /** As the corpus writes it; a zero character PostgreSQL would not even compare. */
    private static String oldId(String text) {
        if (text.isEmpty() || text.codePointCount(0, text.length()) > 1_000 || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    static EdgeResponse collisions(Services with, EdgeRequest request) {
        return of(with, request, (id, query) -> {
            int limit = query.limit();
            Optional<RunLists.After> after = query.after(ListCalls::collisionCursor);
            return query.refusal(PAGED)
                    .orElseGet(
                            () -> JsonPages.of(with.runs().lists().collisions(id, limit, after), ListCalls::collision));
        });
    }

    private static RunLists.After collisionCursor(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException();
        }
        return new RunLists.After(Ids.parse(text.substring(0, dot)), oldId(text.substring(dot + 1)));
    }

    private static EdgeResponse of(
            Services with, EdgeRequest request, BiFunction<UUID, QueryParameters, EdgeResponse> answer) {
        return Ids.of(request, "id")
                .filter(id -> with.runs().lists().has(id))
                .map(id -> answer.apply(id, new QueryParameters(request)))
                .orElseGet(Answers::noSuchRun);
    }

    private static void batch(JsonGenerator json, RunLists.Batch batch) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", batch.number());
        json.writeNumberField("shard", batch.shard());
        json.writeStringField("direction", batch.direction());
        json.writeNumberField("documents", batch.documents());
        json.writeNumberField("chunks", batch.chunks());
        json.writeNumberField("merged", batch.merged());
        json.writeNumberField("rows", batch.rows());
        json.writeNumberField("seconds", RunJson.rounded(batch.seconds()));
        json.writeStringField("at", batch.at().toString());
        JsonOutput.optional(json, "trace", batch.trace());
        JsonOutput.raw(json, "tables", batch.tables());
        json.writeEndObject();
    }

    private static void quarantined(JsonGenerator json, RunLists.Quarantined quarantined) throws IOException {
        json.writeStartObject();
        json.writeStringField("oldId", quarantined.oldId());
        json.writeStringField("code", quarantined.code());
        json.writeStringField("reason", quarantined.reason());
        JsonOutput.optional(json, "sqlstate", quarantined.sqlState());
        json.writeNumberField("attempts", quarantined.attempts());
        json.writeStringField("at", quarantined.at().toString());
        json.writeEndObject();
    }

    private static void collision(JsonGenerator json, RunLists.Collision collision) throws IOException {
        json.writeStartObject();
        json.writeStringField("newId", collision.newId().toString());
        json.writeStringField("oldId", collision.oldId());
        json.writeStringField("role", collision.role());
        json.writeStringField("resolution", collision.resolution());
        json.writeEndObject();
    }
}
