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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Handlers that start and show assessments. */
final class AssessmentCalls {
    private AssessmentCalls() {}

    static EdgeResponse assess(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody.read(request.bytes(), problems).refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return answer(with.assessments().assess(), true);
    }

    static EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        return refusal.orElseGet(() -> Ids.of(request, "id")
                .flatMap(with.assessments()::find)
                .map(assessment -> answer(assessment, false))
                .orElseGet(() -> Problem.of(404, "There is no such assessment", "POST /assessments makes one.")
                        .response()));
    }

    private static EdgeResponse answer(Assessments.Assessment assessment, boolean begun) {
        if (assessment instanceof Assessments.Assessment.Refused refused) {
            return Answers.refusedPlan(refused.problems(), refused.findings());
        }
        if (assessment instanceof Assessments.Assessment.Done done) {
            return EdgeResponse.json(200, located(done.id(), begun), json -> {
                json.writeStartObject();
                json.writeStringField("id", done.id().toString());
                json.writeStringField("state", "DONE");
                JsonOutput.raw(json, "report", done.report());
                json.writeEndObject();
            });
        }
        if (assessment instanceof Assessments.Assessment.Failed failed) {
            return EdgeResponse.json(200, located(failed.id(), begun), json -> {
                json.writeStartObject();
                json.writeStringField("id", failed.id().toString());
                json.writeStringField("state", "FAILED");
                json.writeStringField("error", failed.sentence());
                json.writeEndObject();
            });
        }
        Assessments.Assessment.Running running = (Assessments.Assessment.Running) assessment;
        return EdgeResponse.json(begun ? 202 : 200, located(running.id(), begun), json -> {
            json.writeStartObject();
            json.writeStringField("id", running.id().toString());
            json.writeStringField("state", "RUNNING");
            json.writeNullField("report");
            if (running.obstacle().isPresent()) {
                json.writeStringField("error", running.obstacle().get());
            }
            json.writeEndObject();
        });
    }

    private static Map<String, String> located(UUID id, boolean begun) {
        return begun ? Map.of("Location", "assessments/" + id) : Map.of();
    }
}
