// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.ActionSpec;
import io.truename.catalog.Catalog;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.Page;
import io.truename.postgres.tuning.ActionStore;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Handlers of automatic actions: list, and a person's no. */
final class ActionCalls {
    private static final byte[] EMPTY = {'{', '}'};

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    ActionCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.limit();
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal("limit and after")
                .orElseGet(() -> with.database().with(session -> {
                    Page<ActionStore.Decided> decisions = with.actionStore().decisions(session, limit, after);
                    List<ActionStore.Taken> taken = with.actionStore().taken(session);
                    List<ActionStore.No> noes = with.actionStore().noes(session, clock.instant());
                    return EdgeResponse.json(200, json -> {
                        json.writeStartObject();
                        json.writeArrayFieldStart("actions");
                        for (ActionSpec action : catalog.get().actions().values()) {
                            write(json, action, taken, noes);
                        }
                        json.writeEndArray();
                        json.writeArrayFieldStart("items");
                        for (ActionStore.Decided decided : decisions.items()) {
                            write(json, decided);
                        }
                        json.writeEndArray();
                        JsonOutput.optional(json, "next", decisions.next());
                        json.writeEndObject();
                    });
                }));
    }

    private static void write(
            JsonGenerator json, ActionSpec action, List<ActionStore.Taken> taken, List<ActionStore.No> noes)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("action", action.name());
        json.writeStringField("description", action.description());
        json.writeBooleanField("enabled", action.enabled());
        JsonOutput.optional(
                json,
                "inEffectSince",
                taken.stream()
                        .filter(one -> one.action().equals(action.name())
                                && one.reversedAt().isEmpty())
                        .map(ActionStore.Taken::at)
                        .findFirst());
        Optional<ActionStore.No> no =
                noes.stream().filter(one -> one.action().equals(action.name())).findFirst();
        JsonOutput.optional(json, "noBy", no.map(ActionStore.No::by));
        JsonOutput.optional(json, "noBecause", no.map(ActionStore.No::reason));
        JsonOutput.optional(json, "noUntil", no.flatMap(ActionStore.No::until));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ActionStore.Decided decided) throws IOException {
        json.writeStartObject();
        json.writeStringField("action", decided.action());
        json.writeStringField("outcome", decided.outcome());
        json.writeStringField("reason", decided.reason());
        JsonOutput.optional(json, "incident", decided.incident());
        json.writeStringField("at", decided.at().toString());
        json.writeEndObject();
    }

    /** Says no, for a time or for good. */
    EdgeResponse refuse(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        boolean given = body.has("reason");
        String reason = body.text("reason", "", PersonsWords::parse);
        String by = body.text("by", "somebody", PersonsWords::parse);
        Optional<Instant> until = body.text("until", Optional.empty(), this::future);
        if (!given) {
            body.problem("reason", "must be given: why it must not happen", "nothing");
        }
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Optional<ActionSpec> action = action(request);
        if (action.isEmpty()) {
            return noSuchAction();
        }
        with.database().inTransaction(session -> {
            with.actionStore()
                    .add(session, new ActionStore.No(action.get().name(), by, clock.instant(), until, reason));
            return true;
        });
        return shown(with, action.get());
    }

    /** Takes every no back. */
    EdgeResponse allow(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems)
                .refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Optional<ActionSpec> action = action(request);
        if (action.isEmpty()) {
            return noSuchAction();
        }
        with.database().inTransaction(session -> {
            with.actionStore().withdraw(session, action.get().name(), clock.instant());
            return true;
        });
        return shown(with, action.get());
    }

    private EdgeResponse shown(Services with, ActionSpec action) {
        return with.database().with(session -> {
            List<ActionStore.Taken> taken = with.actionStore().taken(session);
            List<ActionStore.No> noes = with.actionStore().noes(session, clock.instant());
            return EdgeResponse.json(200, json -> write(json, action, taken, noes));
        });
    }

    private Optional<ActionSpec> action(EdgeRequest request) {
        return Optional.ofNullable(catalog.get().actions().get(request.parameter("action")));
    }

    private static EdgeResponse noSuchAction() {
        return Problem.of(404, "There is no such action", "GET /actions lists them.")
                .response();
    }

    private Optional<Instant> future(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(clock.instant())) {
                return Optional.of(time);
            }
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("must be a time to come, such as 2026-12-31T23:59:59Z", notATime);
        }
        throw new IllegalArgumentException("must be a time to come, such as 2026-12-31T23:59:59Z");
    }
}
