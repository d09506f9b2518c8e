// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * An RFC 9457 problem: why a request was not carried out, and what to send instead.
 *
 * @param title the kind of problem, the same for every request that has it
 * @param detail what to do about it
 * @param problems every place of the request that is wrong; empty when it is not about places
 * @param notListed how many more there are
 */
public record Problem(int status, String title, String detail, List<FieldProblem> problems, int notListed) {
    public static final String MEDIA_TYPE = "application/problem+json;charset=utf-8";

    public Problem {
        problems = List.copyOf(problems);
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of(), 0);
    }

    /** A 400 that lists every wrong place of the body. */
    public static Problem badRequest(FieldProblems problems) {
        return new Problem(
                400,
                "The request is not valid",
                "Correct every place listed, then send the request again.",
                problems.listed(),
                problems.found() - problems.listed().size());
    }

    /** The problem as a response; {@code headers} besides the content type. */
    public EdgeResponse response(Map<String, String> headers) {
        return new EdgeResponse(status, MEDIA_TYPE, headers, json(), Map.of("problems", problems.size() + notListed));
    }

    /** The problem as a response without further headers. */
    public EdgeResponse response() {
        return response(Map.of());
    }

    private byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeNumberField("status", status);
            json.writeStringField("title", title);
            json.writeStringField("detail", detail);
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
                if (notListed > 0) {
                    json.writeNumberField("problemsNotListed", notListed);
                }
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
