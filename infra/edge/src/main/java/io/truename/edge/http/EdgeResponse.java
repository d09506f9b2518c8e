// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.json.JsonOutput;
import java.util.HashMap;
import java.util.Map;

/**
 * HTTP response, complete before its first byte is sent.
 *
 * @param headers besides the content type; nothing else is sent
 * @param log further fields of the request's log line; never data of a user
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record EdgeResponse(
        int status, String contentType, Map<String, String> headers, byte[] body, Map<String, Object> log) {
    public static final String JSON = "application/json;charset=utf-8";

    public EdgeResponse {
        headers = Map.copyOf(headers);
        log = Map.copyOf(log);
    }

    /** The same response, with one field more in its log line. */
    public EdgeResponse logging(String name, Object value) {
        Map<String, Object> more = new HashMap<>(log);
        more.put(name, value);
        return new EdgeResponse(status, contentType, headers, body, more);
    }

    /** A JSON answer with status 200; {@code body} is UTF-8. */
    public static EdgeResponse json(byte[] body, Map<String, Object> log) {
        return new EdgeResponse(200, JSON, Map.of(), body, log);
    }

    /** A JSON answer without further headers. */
    public static EdgeResponse json(int status, JsonOutput.Writer writer) {
        return json(status, Map.of(), writer);
    }

    /** A JSON answer; {@code headers} besides the content type. */
    public static EdgeResponse json(int status, Map<String, String> headers, JsonOutput.Writer writer) {
        return new EdgeResponse(status, JSON, headers, JsonOutput.of(writer), Map.of());
    }
}
