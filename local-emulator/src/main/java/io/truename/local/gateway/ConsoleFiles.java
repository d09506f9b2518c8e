// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Static files of the console, from this program's resources. Their headers forbid loading anything from elsewhere. */
final class ConsoleFiles extends Handler.Abstract {
    private static final Pattern FILE = Pattern.compile("/(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " frame-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        Optional<byte[]> file = read(path.equals("/") ? "/index.html" : path);
        if (file.isEmpty()) {
            JsonResponses.problem(response, callback, 404, "There is nothing here", "The console is at /.");
            return true;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            JsonResponses.problem(response, callback, 405, "The method is not allowed here", "Use GET, HEAD.");
            return true;
        }
        HEADERS.forEach(response.getHeaders()::put);
        String name = path.equals("/") ? "index.html" : path;
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        response.write(true, ByteBuffer.wrap(file.get()), callback);
        return true;
    }

    private static Optional<byte[]> read(String path) throws IOException {
        if (!FILE.matcher(path).matches()) {
            return Optional.empty();
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}
