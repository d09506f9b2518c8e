// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.alias.EndedRun;
import io.truename.postgres.rekeying.alias.Retention;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Handlers that show retained data and delete it on request. */
final class RetentionCalls {
    private static final int USUAL_QUIET_DAYS = 30;
    private static final int MOST_QUIET_DAYS = 3_650;

    private final MigrateEvents events;
    private final Clock clock;
    private final Duration longest;

    RetentionCalls(MigrateEvents events, Clock clock, Duration longest) {
        this.events = events;
        this.clock = clock;
        this.longest = longest;
    }

    static EdgeResponse show(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        RetainedData.Overview kept = with.retained().overview();
        return EdgeResponse.json(200, json -> write(json, kept));
    }

    EdgeResponse dropAliases(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int quietDays = query.whole("quietDays", 1, MOST_QUIET_DAYS)
                .orElse((long) USUAL_QUIET_DAYS)
                .intValue();
        boolean forced = query.read("force", "force " + Rules.BOOLEAN, RetentionCalls::flag)
                .orElse(false);
        return drop(
                request,
                query.refusal("quietDays, force"),
                "aliases",
                (run, deadline) -> with.retained().dropAliases(run, quietDays, forced, deadline));
    }

    EdgeResponse dropArchive(Services with, EdgeRequest request) {
        return drop(request, new QueryParameters(request).refusal("none"), "archive", with.retained()::dropArchive);
    }

    private EdgeResponse drop(
            EdgeRequest request,
            Optional<EdgeResponse> refusal,
            String what,
            BiFunction<UUID, Instant, Retention.Outcome> dropping) {
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<UUID> run = Ids.of(request, "id");
        if (run.isEmpty()) {
            return Answers.noSuchRun();
        }
        Retention.Outcome outcome = dropping.apply(run.get(), clock.instant().plus(longest));
        if (outcome instanceof Retention.Outcome.Unknown) {
            return Answers.noSuchRun();
        }
        if (outcome instanceof Retention.Outcome.Refused refused) {
            return Problem.of(409, "The run's " + what + " cannot be dropped now", refused.reason())
                    .response();
        }
        Retention.Outcome.Dropped dropped = (Retention.Outcome.Dropped) outcome;
        events.dropped(run.get(), what, dropped.rows(), dropped.done());
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("rows", dropped.rows());
            json.writeBooleanField("done", dropped.done());
            json.writeEndObject();
        });
    }

    private static Boolean flag(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException();
    }

    private static void write(JsonGenerator json, RetainedData.Overview kept) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("kept");
        for (Retention.Size size : kept.sizes()) {
            json.writeStartObject();
            json.writeStringField(
                    "what", size.kept().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (size.rows() < 0) {
                json.writeNullField("rows");
            } else {
                json.writeNumberField("rows", size.rows());
            }
            json.writeNumberField("bytes", size.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("lookups");
        json.writeNumberField("days", kept.days());
        lookups(json, kept.lookups());
        json.writeArrayFieldStart("byDay");
        for (AliasStore.Day day : kept.byDay()) {
            json.writeStartObject();
            json.writeStringField("day", day.day().toString());
            lookups(json, day.lookups());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("runs");
        for (EndedRun run : kept.runs()) {
            run(json, run);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void lookups(JsonGenerator json, AliasStore.Lookups lookups) throws IOException {
        json.writeNumberField("found", lookups.found());
        json.writeNumberField("absent", lookups.absent());
        json.writeNumberField("late", lookups.late());
    }

    private static void run(JsonGenerator json, EndedRun run) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", run.id().toString());
        json.writeStringField("state", run.state().name());
        JsonOutput.optional(json, "endedAt", run.endedAt());
        JsonOutput.optional(json, "aliasesDroppedAt", run.aliasesDroppedAt());
        JsonOutput.optional(json, "archiveDroppedAt", run.archiveDroppedAt());
        json.writeBooleanField("rollbackPossible", run.rollbackPossible());
        JsonOutput.optional(json, "reason", run.reason());
        json.writeEndObject();
    }
}
