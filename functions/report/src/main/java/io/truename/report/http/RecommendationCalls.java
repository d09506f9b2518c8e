// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.Page;
import io.truename.postgres.reporting.RecommendationStore.Recommendation;
import io.truename.report.money.CostMaker;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Handlers of recommendations: those that cost reports still follow up, and that somebody carried one out. */
final class RecommendationCalls {
    private static final int LONGEST_KEY = 200;

    private final Clock clock;

    RecommendationCalls(Clock clock) {
        this.clock = clock;
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.limit();
        Optional<String> after = query.after(text -> text);
        return query.refusal("limit and after")
                .orElseGet(() -> JsonPages.of(
                        Page.of(
                                followed(with).stream()
                                        .filter(each ->
                                                after.isEmpty() || key(each).compareTo(after.get()) > 0)
                                        .limit(limit + 1L)
                                        .toList(),
                                limit,
                                RecommendationCalls::key),
                        RecommendationCalls::write));
    }

    private List<Recommendation> followed(Services with) {
        Instant now = clock.instant();
        return with
                .database()
                .with(session -> with.money()
                        .recommendations()
                        .proposed(session, now.minus(CostMaker.FOLLOWED), now.plusSeconds(1)))
                .stream()
                .sorted(Comparator.comparing(RecommendationCalls::key))
                .toList();
    }

    private static String key(Recommendation recommendation) {
        return recommendation.optimisation().key();
    }

    /** Keeps that a recommendation was carried out, now or at a time. */
    EdgeResponse applied(Services with, EdgeRequest request) {
        Instant now = clock.instant();
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        boolean named = body.has("key");
        String key = body.text("key", "", RecommendationCalls::parsedKey);
        Instant at = body.text("appliedAt", now, OrderBody::time).truncatedTo(ChronoUnit.MICROS);
        body.refuseUnread();
        if (!named) {
            body.problem("key", Rules.GIVEN + ": that of a recommendation", Rules.NOTHING);
        }
        if (at.isAfter(now)) {
            body.problem("appliedAt", "must not be in the future", "a later time");
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        boolean found = with.database()
                .inTransaction(session -> with.money().recommendations().applied(session, key, at));
        return followed(with).stream()
                .filter(each -> found && key(each).equals(key))
                .findFirst()
                .map(each -> EdgeResponse.json(200, json -> write(json, each)))
                .orElseGet(() -> Problem.of(
                                404,
                                "There is no such open recommendation",
                                "GET /recommendations lists them; one that was carried out stays so.")
                        .response());
    }

    private static String parsedKey(String text) {
        if (text.isEmpty() || text.length() > LONGEST_KEY || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST_KEY + " characters");
        }
        return text;
    }

    private static void write(JsonGenerator json, Recommendation each) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key(each));
        json.writeStringField("title", each.optimisation().title());
        json.writeStringField("report", each.report().toString());
        json.writeStringField("currency", each.currency());
        Numbers.write(json, "low", each.optimisation().low());
        Numbers.write(json, "high", each.optimisation().high());
        json.writeStringField("risk", each.optimisation().risk().name().toLowerCase(Locale.ROOT));
        json.writeStringField("change", each.optimisation().change().apply());
        json.writeStringField("undo", each.optimisation().change().undo());
        json.writeStringField("proposedAt", each.proposedAt().toString());
        JsonOutput.optional(json, "appliedAt", each.appliedAt());
        json.writeEndObject();
    }
}
