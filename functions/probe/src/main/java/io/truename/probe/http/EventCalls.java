// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.postgres.probing.stage.StageEventIntake;
import java.time.Clock;

/**
 * {@code POST /events}: records events of stages, of a caller or of a message. Answers after the commit. Of a request with good and bad
 * events the good ones are recorded; a message with a bad one then goes to the dead letters, and may be sent again as a whole.
 */
final class EventCalls {
    private final ProbeEvents events;
    private final Clock clock;

    EventCalls(ProbeEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    Outcome take(Services with, EdgeRequest request) {
        StageServices stages = with.stages();
        StageEventReader.Read read =
                StageEventReader.read(request, stages.recipe().get(), clock.instant());
        StageEventIntake.Recorded recorded = stages.intake().record(read.good());
        events.stageEventsTaken(recorded.counted(), recorded.repeated(), read.refused());
        // An event is a claim, not a proof: it only makes the next look-up ask the database.
        with.known().stored(read.uploaded());
        stages.watch().run();
        boolean asMessage = request.message().isPresent();
        if (read.refused() > 0 && (asMessage || read.good().isEmpty())) {
            return Outcome.never(read.problems());
        }
        return Outcome.done(answer(recorded, read.refused(), read.problems()));
    }

    private static EdgeResponse answer(StageEventIntake.Recorded recorded, int refused, FieldProblems problems) {
        EdgeResponse response = EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("counted", recorded.counted());
            json.writeNumberField("repeated", recorded.repeated());
            json.writeNumberField("refused", refused);
            json.writeArrayFieldStart("problems");
            for (FieldProblem problem : problems.listed()) {
                json.writeStartObject();
                json.writeStringField("pointer", problem.pointer());
                json.writeStringField("rule", problem.rule());
                json.writeStringField("got", problem.got());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return refused == 0
                ? response
                : response.logging(
                        "problems", Problem.badRequest(problems).problems().size());
    }
}
