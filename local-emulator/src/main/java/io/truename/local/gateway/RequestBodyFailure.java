// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Error response for a request body that could not be read to its end. */
enum RequestBodyFailure {
    MALFORMED(400, "The request is not valid", "The body contradicts its headers: send it again, complete."),
    TOO_SLOW(408, "The request came too slowly", "The body stopped before its end: send it again."),
    TOO_LARGE_A_COMMAND(413, "The request is too large", "Send at most 1 MiB."),
    /** Exceeds the cloud's limit for requests to functions. */
    TOO_LARGE(413, "The request is too large", "Send at most 32 MiB.");

    private final int status;
    private final String title;
    private final String detail;

    RequestBodyFailure(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /** Responds after the client has sent everything, because a client that is still writing does not read. */
    void answer(Request request, Response response, Callback callback) {
        Runnable answer = () -> JsonResponses.problem(response, callback, status, title, detail);
        Content.Source.consumeAll(request, Callback.from(answer, failure -> answer.run()));
    }

    static RequestBodyFailure of(Throwable failure) {
        return failure instanceof TimeoutException ? TOO_SLOW : MALFORMED;
    }
}
