// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.log.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests as the edge reads them, for tests without a server. */
final class Requests {
    private Requests() {}

    static EdgeRequest get(String path) {
        return request("GET", path, Optional.empty(), Optional.empty(), new EdgeBody.Whole(new byte[0]));
    }

    static EdgeRequest post(String path, String json) {
        return post(path, "application/json", json);
    }

    static EdgeRequest post(String path, String contentType, String body) {
        return request("POST", path, Optional.of(contentType), Optional.empty(), whole(body));
    }

    static EdgeBody whole(String body) {
        return new EdgeBody.Whole(body.getBytes(StandardCharsets.UTF_8));
    }

    static EdgeRequest request(
            String method, String path, Optional<String> contentType, Optional<String> contentEncoding, EdgeBody body) {
        return new EdgeRequest(method, path, contentType, contentEncoding, body, TraceContext.NONE, Optional.empty());
    }
}
