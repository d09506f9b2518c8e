// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** HTTP protocol checks that Jetty leaves to handlers: transfer codings (RFC 9112, section 6.1) and {@code OPTIONS *}. */
final class ProtocolRules extends Handler.Wrapper {
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";

    ProtocolRules(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // The server has checked that the last coding is chunked, and decodes only that one.
        List<String> codings = request.getHeaders().getCSV(HttpHeader.TRANSFER_ENCODING, false);
        boolean old = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
        if (!codings.isEmpty() && old) {
            close(response);
            JsonResponses.problem(
                    response,
                    callback,
                    400,
                    "The request is not valid",
                    "HTTP/1.0 has no Transfer-Encoding: send HTTP/1.1.");
            return true;
        }
        if (codings.size() > 1) {
            close(response);
            JsonResponses.problem(
                    response,
                    callback,
                    501,
                    "The transfer coding is not known here",
                    "Send Transfer-Encoding: chunked and no other, or a Content-Length.");
            return true;
        }
        if (request.getMethod().equals("OPTIONS")
                && "*".equals(request.getHttpURI().getPath())) {
            response.setStatus(204);
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
            callback.succeeded();
            return true;
        }
        if (request.getMethod().equals("CONNECT")) {
            close(response);
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
            JsonResponses.problem(response, callback, 405, "The method is not allowed here", "Use " + METHODS + ".");
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** Lets the server close the connection: the body's length is in doubt, so later bytes must not be read as a request. */
    private static void close(Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONNECTION, "close");
    }
}
