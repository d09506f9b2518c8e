// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.truename.local.control.ControlReply;
import io.truename.local.logging.LogsProblem;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** JSON responses of the gateway itself. */
final class JsonResponses {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String PROBLEM = "application/problem+json;charset=utf-8";

    private JsonResponses() {}

    static void json(Response response, Callback callback, int status, Object body) {
        write(response, callback, status, "application/json;charset=utf-8", body);
    }

    static void reply(Response response, Callback callback, ControlReply reply) {
        write(
                response,
                callback,
                reply.status(),
                reply.isProblem() ? PROBLEM : "application/json;charset=utf-8",
                reply.body());
    }

    /** Sends an RFC 9457 problem document. */
    static void problem(Response response, Callback callback, int status, String title, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("status", status);
        body.put("title", title);
        body.put("detail", detail);
        write(response, callback, status, PROBLEM, body);
    }

    /** Sends the problem of a query for log entries. */
    static void problem(Response response, Callback callback, LogsProblem unusable) {
        write(response, callback, unusable.status(), PROBLEM, new RawValue(unusable.json()));
    }

    private static void write(Response response, Callback callback, int status, String contentType, Object body) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(body);
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.write(true, ByteBuffer.wrap(bytes), callback);
        } catch (JsonProcessingException unwritable) {
            callback.failed(unwritable);
        }
    }
}
