// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.rekeying.alias.AliasStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Handlers that resolve old ids to current ids. */
final class AliasCalls {
    /** Maximum number of ids in one look-up. */
    static final int MOST_IDS = 10_000;

    private final MigrateEvents events;

    AliasCalls(MigrateEvents events) {
        this.events = events;
    }

    EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<UUID> oldId = Ids.of(request, "oldId");
        if (oldId.isEmpty()) {
            return Problem.of(
                            400,
                            "The request is not valid",
                            "Send a UUID with hyphens, as /aliases/7d444840-9dc0-41d1-b245-5ffdce74fad2.")
                    .response();
        }
        Optional<UUID> id =
                Optional.ofNullable(lookUp(with, List.of(oldId.get())).get(oldId.get()));
        return id.map(now -> EdgeResponse.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("id", now.toString());
                    json.writeEndObject();
                }))
                .orElseGet(() -> Problem.of(
                                404,
                                "No row was moved from this id",
                                "If it is stored at all, it is stored under this id.")
                        .response());
    }

    EdgeResponse lookUp(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        List<UUID> oldIds = body.texts("ids", MOST_IDS, "UUIDs", Ids::parse);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Map<UUID, UUID> found = lookUp(with, oldIds);
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (UUID oldId : oldIds) {
                json.writeStartObject();
                json.writeStringField("oldId", oldId.toString());
                JsonOutput.optional(json, "id", Optional.ofNullable(found.get(oldId)));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private Map<UUID, UUID> lookUp(Services with, List<UUID> oldIds) {
        AliasStore.Found found = oldIds.isEmpty()
                ? new AliasStore.Found(Map.of(), 0)
                : with.aliases().find(oldIds);
        int there = (int) oldIds.stream().filter(found.byOldId()::containsKey).count();
        events.aliasesLookedUp(there, oldIds.size() - there, found.late());
        return found.byOldId();
    }
}
