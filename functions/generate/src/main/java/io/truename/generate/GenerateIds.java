// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.TraceContext;
import java.util.List;
import java.util.Map;

/** {@code POST /ids}: handler that generates the ids of items, in their order. */
final class GenerateIds implements EdgeHandler {
    private final IdGenerator identities;
    private final SelfCheck selfCheck;
    private final EventLog events;

    GenerateIds(IdGenerator identities, SelfCheck selfCheck, EventLog events) {
        this.identities = identities;
        this.selfCheck = selfCheck;
        this.events = events;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        if (!selfCheck.agrees()) {
            return selfCheck.refusal();
        }
        ParseResult<Item> reading = ItemReader.read(request.bytes(), raw -> raw.toItem(identities));
        if (reading instanceof ParseResult.Refused<Item> refused) {
            return Problem.badRequest(refused.problems()).response();
        }
        return answer((ParseResult.Items<Item>) reading, request.trace());
    }

    /** Gives out the ids, unless different items got the same one. */
    EdgeResponse answer(ParseResult.Items<Item> read, TraceContext trace) {
        List<Item> items = read.items();
        DuplicateCheck check = DuplicateCheck.of(items);
        if (check.collisions() > 0) {
            return collided(check, trace);
        }
        byte[] body = read.bare() ? IdBatch.one(items.get(0)) : IdBatch.all(identities.namespace(), items);
        return EdgeResponse.json(
                body, Map.of("items", ItemCounts.of(items), "duplicates", check.duplicates(), "collisions", 0));
    }

    private EdgeResponse collided(DuplicateCheck check, TraceContext trace) {
        events.write(
                EventLog.Severity.ERROR,
                GenerateEvents.COLLISION,
                "Different items of one batch got the same id; none was given out.",
                trace,
                Map.of("collisions", check.collisions()));
        return Problem.of(500, "Different items got the same id", "No id was given. Report this: it must never happen.")
                .response();
    }
}
