// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.monitoring.Flushed;
import io.truename.tune.action.ActionRunner;
import java.time.Clock;
import java.util.List;

/** {@code POST /ticks}: work that is due whether anybody calls or not. */
final class TickCalls {
    private static final byte[] EMPTY = {'{', '}'};

    private final TuneEvents events;
    private final Clock clock;

    TickCalls(TuneEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    Outcome tick(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems)
                .refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        ActionRunner.Ran ran = with.actions().run();
        ran.changed().forEach(events::decided);
        Flushed flushed = with.published()
                .publish(
                        with.actions().staticThresholds()
                                ? List.of()
                                : with.database().with(with.thresholds()::inForce),
                        clock.instant());
        return Outcome.done(EdgeResponse.json(
                JsonOutput.of(json -> {
                    json.writeStartObject();
                    json.writeNumberField("thresholds", flushed.written());
                    json.writeNumberField("decisions", ran.changed().size());
                    json.writeArrayFieldStart("failures");
                    for (String failure : ran.failures()) {
                        json.writeString(failure);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }),
                flushed.fields()));
    }
}
