// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.JsonOutput;
import io.truename.probing.advice.Advice;
import io.truename.probing.advice.Unseen;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code GET /database}: advice on the database. */
final class DatabaseCalls {
    private static final long MOST = 200;
    private static final long USUAL = 50;

    private DatabaseCalls() {}

    static EdgeResponse advise(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.whole("limit", 1, MOST).orElse(USUAL).intValue();
        Optional<EdgeResponse> refusal = query.refusal("limit");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        DatabaseAdvice.Given given = with.advice().give();
        return EdgeResponse.json(200, json -> write(json, given, limit));
    }

    private static void write(JsonGenerator json, DatabaseAdvice.Given given, int limit) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", given.at().toString());
        JsonOutput.optional(json, "comparedWith", given.comparedWith());
        json.writeArrayFieldStart("items");
        List<Advice> listed =
                given.advice().subList(0, Math.min(limit, given.advice().size()));
        for (Advice advice : listed) {
            json.writeStartObject();
            json.writeStringField("rule", advice.rule().code());
            json.writeStringField("severity", advice.severity().name());
            json.writeStringField("subject", advice.subject());
            json.writeStringField("seen", advice.seen());
            json.writeStringField("statement", advice.statement());
            json.writeStringField("effect", advice.effect());
            json.writeStringField("cost", advice.cost());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("notListed", given.advice().size() - listed.size());
        json.writeArrayFieldStart("unseen");
        for (Unseen unseen : given.unseen()) {
            json.writeStartObject();
            json.writeStringField("what", unseen.what());
            json.writeStringField("why", unseen.why());
            json.writeStringField("remedy", unseen.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
