// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Fake of generate behind a gateway, over HTTP. It can return wrong ids or errors. */
public final class GenerateStandIn implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final int version;
    private final AtomicInteger requests = new AtomicInteger();

    /** Returns the id to send, given the number of the request and the true id. */
    volatile BiFunction<Integer, UUID, UUID> lie = (request, id) -> id;

    /** Returns the status to send, given the number of the request. */
    volatile java.util.function.IntUnaryOperator status = request -> 200;

    /** Creates a fake that generates ids of this version. */
    public GenerateStandIn(int version) throws IOException {
        this.version = version;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/functions/generate/ids", this::handle);
        server.start();
    }

    /** Adds another function behind the same gateway. */
    public void add(String path, HttpHandler function) {
        server.createContext(path, function);
    }

    /** The gateway's base address. */
    public URI gateway() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        int number = requests.incrementAndGet();
        byte[] request = exchange.getRequestBody().readAllBytes();
        int answer = status.applyAsInt(number);
        byte[] reply;
        if (answer == 200) {
            reply = ids(number, request);
        } else {
            reply =
                    "{\"title\":\"Not today\",\"problems\":[{\"pointer\":\"/items/0\",\"rule\":\"be nice\",\"got\":\"secret\"}]}"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        exchange.sendResponseHeaders(answer, reply.length);
        try (exchange) {
            exchange.getResponseBody().write(reply);
        }
    }

    private byte[] ids(int number, byte[] request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length);
        try (JsonParser json = JSON.createParser(request);
                JsonGenerator reply = JSON.createGenerator(bytes)) {
            reply.writeStartObject();
            reply.writeStringField("namespace", NameBasedIds.NAMESPACE.toString());
            reply.writeArrayFieldStart("items");
            Map<String, String> item = new HashMap<>();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                    item.put(json.currentName(), json.getText());
                } else if (token == JsonToken.END_OBJECT && !item.isEmpty()) {
                    reply.writeStartObject();
                    reply.writeStringField("kind", item.get("kind"));
                    reply.writeStringField("id", lie.apply(number, id(item)).toString());
                    reply.writeEndObject();
                    item.clear();
                }
            }
            reply.writeEndArray();
            reply.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private UUID id(Map<String, String> item) {
        return item.get("kind").equals("document")
                ? NameBasedIds.of(
                        version,
                        item.get("userId") + ":" + item.get("fileSha256").toLowerCase(Locale.ROOT))
                : NameBasedIds.of(
                        version,
                        item.get("documentId").toLowerCase(Locale.ROOT) + ":" + item.get("chunker") + ":"
                                + item.get("chunkerVersion") + ":" + item.get("ordinal"));
    }
}
