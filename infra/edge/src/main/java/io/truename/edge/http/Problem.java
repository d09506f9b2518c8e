// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.log.RefusedRule;
import java.util.List;
import java.util.Map;

/**
 * RFC 9457 problem document: the reason why a request failed, and the correction.
 *
 * @param title the kind of problem, the same for every request that has it
 * @param detail what to do about it
 * @param problems every invalid field; empty when the problem is not about fields
 * @param notListed the number of further invalid fields
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
        return new EdgeResponse(status, MEDIA_TYPE, headers, json(members -> {}), log());
    }

    /** The problem as a response without further headers. */
    public EdgeResponse response() {
        return response(Map.of());
    }

    /** The problem as a response with members of its own (RFC 9457, section 3.2), which are written as fields. */
    public EdgeResponse response(JsonOutput.Writer members) {
        return new EdgeResponse(status, MEDIA_TYPE, Map.of(), json(members), log());
    }

    private Map<String, Object> log() {
        RefusedRule rule = problems.isEmpty() ? RefusedRule.of(status) : RefusedRule.of(problems.get(0));
        return Map.of("problems", problems.size() + notListed, "rule", rule);
    }

    private byte[] json(JsonOutput.Writer members) {
        return JsonOutput.of(json -> {
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
            members.write(json);
            json.writeEndObject();
        });
    }
}
