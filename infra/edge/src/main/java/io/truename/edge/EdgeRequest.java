// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.util.Optional;

/**
 * One HTTP request as the function's own code sees it. Headers do not get here: what a function needs of them is a field.
 *
 * @param method as sent; methods are case-sensitive
 * @param path decoded, starting with a slash, without the query
 * @param contentType the media type as sent, with its parameters
 * @param contentEncoding the content coding as sent, such as gzip
 * @param message the Pub/Sub message the body was taken from, when a subscription delivered it
 */
public record EdgeRequest(
        String method,
        String path,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        EdgeBody body,
        TraceContext trace,
        Optional<PushMessage> message) {

    EdgeRequest withMessage(PushMessage pushed) {
        EdgeBody payload = new EdgeBody.Whole(pushed.data());
        return new EdgeRequest(method, path, contentType, contentEncoding, payload, trace, Optional.of(pushed));
    }

    /** The body's bytes; empty unless it arrived whole, which {@link Routes} makes sure of before any handler runs. */
    public byte[] bytes() {
        return body instanceof EdgeBody.Whole whole ? whole.bytes() : new byte[0];
    }
}
