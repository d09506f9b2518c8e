// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A bucket for the real client: objects are created once and read. The local cloud has all of Cloud Storage's API that we use. */
final class BucketFixture implements AutoCloseable {
    private static final String OBJECTS = "/b/reports/o/";

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer server;

    BucketFixture() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "localhost:" + server.getAddress().getPort();
    }

    Map<String, byte[]> objects() {
        return objects;
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("POST") && uri.getPath().contains("/upload/")) {
            // multipart/related: metadata, then the object. JSON objects of reports have no blank line.
            String[] parts = new String(body, StandardCharsets.UTF_8).split("\r\n\r\n", -1);
            String metadata = parts[1];
            String name = metadata.replaceAll("(?s).*\"name\"\\s*:\\s*\"([^\"]*)\".*", "$1");
            String content = parts[2].substring(0, parts[2].lastIndexOf("\r\n--"));
            boolean isNew = objects.putIfAbsent(name, content.getBytes(StandardCharsets.UTF_8)) == null;
            answer(exchange, isNew ? 200 : 412, "{\"bucket\":\"reports\",\"name\":\"" + name + "\"}");
            return;
        }
        String name = uri.getRawPath().substring(uri.getRawPath().indexOf(OBJECTS) + OBJECTS.length());
        String decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
        byte[] object = objects.get(decoded);
        if (object != null && !uri.getQuery().contains("alt=media")) {
            answer(exchange, 200, "{\"bucket\":\"reports\",\"name\":\"" + decoded + "\",\"generation\":\"1\"}");
            return;
        }
        answer(exchange, object == null ? 404 : 200, object == null ? "" : new String(object, StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-goog-generation", "1");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
