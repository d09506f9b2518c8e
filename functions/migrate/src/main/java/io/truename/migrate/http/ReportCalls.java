// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.corpus.Ids;
import io.truename.edge.http.ContentNegotiation;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.EnumNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /migrations/{id}/report}, in the format that the {@code Accept} header names. */
final class ReportCalls {
    private static final Map<String, String> VARY = Map.of("Vary", "Accept");

    private ReportCalls() {}

    static EdgeResponse report(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Reports.Form> form =
                ContentNegotiation.choose(request.accept(), List.of(Reports.Form.values()), Reports.Form::mediaType);
        if (form.isEmpty()) {
            return Problem.of(
                            406,
                            "The report has no such form",
                            "Send Accept: application/json, text/markdown or text/html.")
                    .response(VARY);
        }
        return Ids.of(request, "id")
                .flatMap(id -> with.reports().render(id, form.get()))
                .map(report -> new EdgeResponse(
                        200,
                        form.get().mediaType() + ";charset=utf-8",
                        VARY,
                        report.getBytes(StandardCharsets.UTF_8),
                        Map.of("form", EnumNames.of(form.get()))))
                .orElseGet(Answers::noSuchRun);
    }
}
