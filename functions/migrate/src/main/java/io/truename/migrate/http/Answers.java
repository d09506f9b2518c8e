// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.schema.Finding;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblem;
import java.io.IOException;
import java.util.List;

/** Responses that several calls share: refused plans, unknown runs. */
final class Answers {
    private Answers() {}

    static EdgeResponse noSuchRun() {
        return Problem.of(404, "There is no such run", "GET /migrations lists those there are.")
                .response();
    }

    /** Problem with the reasons that prevent a plan: places in the mapping, findings about the database. */
    static EdgeResponse refusedPlan(List<FieldProblem> problems, List<Finding> findings) {
        String detail = problems.isEmpty()
                ? "Do what each refusal among the findings says, then send the request again. Nothing was changed."
                : "Correct every place of the mapping that is listed, then send the request again.";
        return new Problem(422, "This cannot be planned", detail, problems, 0)
                .response(json -> findings(json, findings))
                .logging("findings", findings.size());
    }

    static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("severity", finding.severity().name());
            json.writeStringField("code", finding.code());
            json.writeStringField("subject", finding.subject());
            json.writeStringField("reason", finding.reason());
            json.writeStringField("remedy", finding.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
