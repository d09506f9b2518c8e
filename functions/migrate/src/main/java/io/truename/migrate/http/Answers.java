// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.schema.Finding;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.Json;
import io.truename.postgres.rekeying.run.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers that several calls give. */
final class Answers {
    private Answers() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Writing {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes one item of a list. */
    @FunctionalInterface
    interface ItemWriting<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    static byte[] json(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            writing.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static EdgeResponse of(int status, Map<String, String> headers, Writing writing) {
        return new EdgeResponse(status, EdgeResponse.JSON, headers, json(writing), Map.of());
    }

    static EdgeResponse of(int status, Writing writing) {
        return of(status, Map.of(), writing);
    }

    static <T> EdgeResponse page(Page<T> page, ItemWriting<T> writing) {
        return of(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (T item : page.items()) {
                writing.write(json, item);
            }
            json.writeEndArray();
            optional(json, "next", page.next());
            json.writeEndObject();
        });
    }

    static EdgeResponse noSuchRun() {
        return Problem.of(404, "There is no such run", "GET /migrations lists those there are.")
                .response();
    }

    /** A problem with what stands in the way of a plan: places of the mapping, findings about the database. */
    static EdgeResponse refusedPlan(List<FieldProblem> problems, List<Finding> findings) {
        byte[] body = json(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeNumberField("status", 422);
            json.writeStringField("title", "This cannot be planned");
            json.writeStringField(
                    "detail",
                    problems.isEmpty()
                            ? "Do what each refusal among the findings says, then send the request again. Nothing was changed."
                            : "Correct every place of the mapping that is listed, then send the request again.");
            if (!problems.isEmpty()) {
                json.writeArrayFieldStart("problems");
                for (FieldProblem problem : problems) {
                    json.writeStartObject();
                    json.writeStringField("pointer", problem.pointer());
                    json.writeStringField("rule", problem.rule());
                    json.writeStringField("got", problem.got());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            findings(json, findings);
            json.writeEndObject();
        });
        return new EdgeResponse(
                422,
                Problem.MEDIA_TYPE,
                Map.of(),
                body,
                Map.of("problems", problems.size(), "findings", findings.size()));
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

    /** A field that is null when there is no value. */
    static void optional(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get().toString());
        } else {
            json.writeNullField(name);
        }
    }

    /** A field with JSON that is text already. */
    static void raw(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }
}
