// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.mapping.Mapping;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.postgres.rekeying.rename.RenameStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Handlers that show the outbox of renames and take acknowledgements. */
final class RenameCalls {
    private static final String STORE_RULE =
            "must be the name of a store in the mapping: at most 63 of a-z, 0-9, - and _";

    private static final EdgeResponse AFTER_OF_ANOTHER_SERVER = Problem.of(
                    409,
                    "The place is not one of this server",
                    "after must be a cursor of this server: when it was restored from another one, begin again without after.")
            .response();

    private static final EdgeResponse NO_STORE = Problem.of(
                    404,
                    "There is no such store",
                    "store must be one that the mapping names in external, or one with pairs: GET /renames lists these.")
            .response();

    private static final EdgeResponse UNTIL_OF_NO_PAIR = Problem.of(
                    409,
                    "The place is not one of this store",
                    "until must be the cursor of a pair of this store: read GET /renames?store= again, without after.")
            .response();

    private final MigrateEvents events;
    private final Clock clock;
    private final Duration longest;

    RenameCalls(MigrateEvents events, Clock clock, Duration longest) {
        this.events = events;
        this.clock = clock;
        this.longest = longest;
    }

    static EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<String> store = query.read("store", "store " + STORE_RULE, RenameCalls::store);
        RenameCursor after = query.after(RenameCursor::parse).orElse(RenameCursor.BEGIN);
        int limit = query.limit();
        Optional<EdgeResponse> refusal = query.refusal("store, limit, after");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (store.isPresent() && !with.renames().isStore(store.get())) {
            return NO_STORE;
        }
        if (with.renames().isOfAnotherServer(after)) {
            return AFTER_OF_ANOTHER_SERVER;
        }
        List<RenameStore.Rename> renames =
                store.map(name -> with.renames().list(name, after, limit)).orElse(List.of());
        // A count reads every pair, which a reader of pages must not wait for.
        List<RenameStore.Pending> pending =
                store.isPresent() ? List.of() : with.renames().pending();
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("stores");
            for (RenameStore.Pending each : pending) {
                json.writeStartObject();
                json.writeStringField("store", each.store());
                json.writeNumberField("renames", each.pairs());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("items");
            for (RenameStore.Rename rename : renames) {
                write(json, rename);
            }
            json.writeEndArray();
            // A reader goes on from the last pair, also when there is none after it yet.
            JsonOutput.optional(
                    json,
                    "next",
                    renames.isEmpty()
                            ? Optional.empty()
                            : Optional.of(renames.get(renames.size() - 1).cursor()));
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, RenameStore.Rename rename) throws IOException {
        json.writeStartObject();
        json.writeStringField("cursor", rename.cursor().toString());
        json.writeNumberField("position", rename.cursor().position());
        json.writeStringField("from", rename.from());
        json.writeStringField("to", rename.to());
        json.writeBooleanField("merged", rename.merged());
        json.writeStringField("direction", rename.direction().name());
        json.writeStringField("run", rename.run().toString());
        json.writeEndObject();
    }

    private static String store(String text) {
        if (!Mapping.External.isStore(text)) {
            throw new IllegalArgumentException(STORE_RULE);
        }
        return text;
    }

    EdgeResponse acknowledge(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        for (String name : new String[] {"store", "until"}) {
            if (!body.has(name)) {
                body.problem(name, Rules.GIVEN, Rules.NOTHING);
            }
        }
        String store = body.text("store", "", RenameCalls::store);
        RenameCursor until = body.text("until", RenameCursor.BEGIN, RenameCursor::parse);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        if (!with.renames().isStore(store)) {
            return NO_STORE;
        }
        Optional<RenameStore.Acknowledged> found =
                with.renames().acknowledge(store, until, clock.instant().plus(longest));
        if (found.isEmpty()) {
            return UNTIL_OF_NO_PAIR;
        }
        RenameStore.Acknowledged acknowledged = found.get();
        events.renamesAcknowledged(acknowledged.pairs(), acknowledged.done());
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("rows", acknowledged.pairs());
            json.writeBooleanField("done", acknowledged.done());
            json.writeEndObject();
        });
    }
}
