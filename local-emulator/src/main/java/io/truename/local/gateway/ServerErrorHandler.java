// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Error handler: problem documents for requests that the server itself refuses, and for handlers that failed. */
final class ServerErrorHandler implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // The server asks for an upgrade to HTTP/2, but does not support that either.
        int status = response.getStatus() == 426 ? 505 : response.getStatus();
        Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        JsonResponses.problem(
                response,
                callback,
                status,
                String.valueOf(HttpStatus.getMessage(status)),
                detail(status, reason == null ? "" : reason.toString()));
        return true;
    }

    private static String detail(int status, String reason) {
        return switch (status) {
            case 408 -> "The request came too slowly: send it again.";
            case 414 -> "The address is too long: send at most 8 KiB.";
            case 417 -> "Send no Expect header other than 100-continue.";
            case 431 -> "The headers are too large: send at most 8 KiB of them.";
            case 505 -> "Send HTTP/1.1.";
            default ->
                status >= 500
                        ? "See the log."
                        : (reason.isEmpty() ? "" : reason + ". ") + "Correct the request and send it again.";
        };
    }
}
