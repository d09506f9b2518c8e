// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.http.ContentNegotiation;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.postgres.probing.score.HealthHistory;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.HealthScore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /score}, and {@code GET} and {@code POST /production-health}. */
final class HealthCalls {
    private static final long MOST = 200;
    private static final long USUAL = 50;
    private static final byte[] EMPTY = {'{', '}'};
    private static final Map<String, String> VARY = Map.of("Vary", "Accept");

    private enum Form {
        JSON("application/json"),
        TEXT("text/plain");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private HealthCalls() {}

    static EdgeResponse score(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.whole("limit", 1, MOST).orElse(USUAL).intValue();
        Optional<EdgeResponse> refusal = query.refusal("limit");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        HealthScore score = with.health().score();
        List<HealthHistory.Point> trend = with.health().trend(limit);
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            HealthJson.score(json, score);
            HealthJson.trend(json, trend);
            json.writeEndObject();
        });
    }

    static EdgeResponse look(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Form> form = form(request);
        return form.isEmpty() ? noSuchForm() : rendered(with.health().look(), form.get());
    }

    static Outcome record(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        boolean bare = request.message().isPresent() && request.bytes().length == 0;
        JsonBody.read(bare ? EMPTY : request.bytes(), problems).refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        Optional<Form> form = form(request);
        return form.isEmpty()
                ? new Outcome.Never(noSuchForm(), "Accept names no form of the report")
                : Outcome.done(rendered(with.health().record(), form.get()));
    }

    private static Optional<Form> form(EdgeRequest request) {
        return request.message().isPresent()
                ? Optional.of(Form.JSON)
                : ContentNegotiation.choose(request.accept(), List.of(Form.values()), form -> form.mediaType);
    }

    private static EdgeResponse noSuchForm() {
        return Problem.of(406, "The report has no such form", "Send Accept: application/json or text/plain.")
                .response(VARY);
    }

    private static EdgeResponse rendered(HealthReport report, Form form) {
        byte[] body = form == Form.JSON ? HealthJson.of(report) : report.text().getBytes(StandardCharsets.UTF_8);
        return new EdgeResponse(200, form.mediaType + ";charset=utf-8", VARY, body, Map.of());
    }
}
