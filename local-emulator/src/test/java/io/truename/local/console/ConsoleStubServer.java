// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stub of the local cloud's server, for states of the page that are hard to reach: the stream breaks, the story fails, a
 * command is refused, half of the status is missing. Sends the same headers with every file.
 *
 * <p>Long, because it answers every call of the console.
 */
final class ConsoleStubServer implements AutoCloseable {
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /** Recorded request that changes something. */
    record Command(String method, String path, JsonNode body) {}

    private record Answer(int status, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml");
    private static final String END = "";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    private final List<BlockingQueue<String>> lineStreams = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final StubLog log = new StubLog();
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private volatile String status;
    private volatile boolean refusing;
    private volatile boolean silent;
    private volatile boolean closed;

    private ConsoleStubServer(HttpServer server) throws IOException {
        this.server = server;
        this.status = resource("/console/status.json").toString();
    }

    static ConsoleStubServer start() throws IOException {
        // Otherwise each small response waits for the browser's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ConsoleStubServer stub =
                new ConsoleStubServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        stub.server.setExecutor(stub.threads);
        stub.server.createContext("/", stub::file);
        stub.server.createContext("/api/", stub::command);
        stub.server.createContext("/api/stream", stub::stream);
        stub.server.createContext("/api/logs", stub::entries);
        stub.server.createContext("/api/logs/stream", stub::tail);
        stub.server.createContext("/functions/migrate/", stub::command);
        stub.server.createContext("/functions/probe/", stub::command);
        stub.server.createContext("/functions/tune/", stub::command);
        stub.server.createContext("/functions/report/", stub::command);
        stub.answer("/api/metrics/descriptors", 200, "{\"items\":[]}");
        stub.server.createContext("/functions/generate/ids", stub::id);
        stub.server.start();
        return stub;
    }

    URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** Returns a copy of the status, to be changed and passed to {@link #show}. */
    ObjectNode status() {
        try {
            return (ObjectNode) JSON.readTree(status);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void show(ObjectNode next) {
        status = next.toString();
        streams.forEach(stream -> stream.add(event("status", status)));
    }

    void log(String severity, String source, String message) {
        log(severity, source, message, "0af7651916cd43dd8448eb211c80319c");
    }

    /** Writes an entry of a trace, to the API of entries and to the status stream. */
    void log(String severity, String source, String message, String trace) {
        ObjectNode entry = log.add(severity, source, message, trace);
        ObjectNode line = JSON.createObjectNode()
                .put("time", entry.path("timestamp").asText())
                .put("source", source)
                .put("severity", severity)
                .put("message", message);
        line.putObject("fields").put("latencyMillis", 0.4);
        String event = event("log", line.toString());
        lines.add(event);
        lineStreams.forEach(stream -> stream.add(event));
    }

    /** Sets the page that a browser gets at the path of a command. */
    void page(String path, String html) {
        pages.put(path, html);
    }

    /** Ends every stream and refuses new ones with 503, as a gateway does while it starts. */
    void refuseStreams() {
        refusing = true;
        streams.forEach(stream -> stream.add(END));
    }

    void acceptStreams() {
        refusing = false;
    }

    /** Keeps the streams open but silent, like a stopped process. */
    void hush() {
        silent = true;
    }

    /** Sets the response of a path, instead of 202. */
    void answer(String path, int status, String json) {
        answers.put(path, new Answer(status, json));
    }

    /** Addresses that were read, each with its query, decoded. */
    List<String> reads() {
        return List.copyOf(reads);
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(stream -> stream.add(END));
        server.stop(0);
        threads.shutdownNow();
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        try (InputStream file = ConsoleStubServer.class.getResourceAsStream("/console/" + name)) {
            if (file == null || name.contains("..")) {
                reply(exchange, 404, "text/plain", "no such file");
                return;
            }
            exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
            exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            reply(exchange, 200, type, new String(file.readAllBytes(), UTF_8));
        }
    }

    private void command(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (exchange.getRequestMethod().equals("GET")) {
            reads.add(decoded(exchange));
        } else {
            commands.add(new Command(exchange.getRequestMethod(), path, body));
        }
        String page = pages.get(path);
        if (page != null && exchange.getRequestHeaders().getFirst("Accept").startsWith("text/html")) {
            reply(exchange, 200, TYPES.get("html"), page);
            return;
        }
        Answer answer = answers.getOrDefault(path, new Answer(202, "{}"));
        reply(
                exchange,
                answer.status(),
                answer.status() < 400 ? "application/json" : "application/problem+json",
                answer.body());
    }

    private static String decoded(HttpExchange exchange) {
        return URLDecoder.decode(exchange.getRequestURI().toString(), UTF_8);
    }

    private static String filterOf(HttpExchange exchange) {
        return Stream.of(exchange.getRequestURI().getRawQuery().split("&"))
                .filter(part -> part.startsWith("filter="))
                .map(part -> URLDecoder.decode(part.substring("filter=".length()), UTF_8))
                .findFirst()
                .orElse("");
    }

    private void entries(HttpExchange exchange) throws IOException {
        Answer set = answers.get("/api/logs");
        if (set != null) {
            reply(exchange, set.status(), "application/problem+json", set.body());
            return;
        }
        reads.add(decoded(exchange));
        boolean counts = exchange.getRequestURI().getPath().equals("/api/logs/histogram");
        reply(
                exchange,
                200,
                "application/json",
                counts ? log.histogram(filterOf(exchange), 60) : log.page(filterOf(exchange), 500));
    }

    /** Sends the new entries four times a second. */
    private void tail(HttpExchange exchange) throws IOException {
        if (refusing || answers.containsKey("/api/logs")) {
            reply(exchange, refusing ? 503 : 404, "application/problem+json", "{}");
            return;
        }
        String filter = filterOf(exchange);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(": open\n\n".getBytes(UTF_8));
            out.flush();
            for (int sent = log.size(); !refusing && !closed; TimeUnit.MILLISECONDS.sleep(250)) {
                int end = log.size();
                if (end > sent) {
                    out.write(("data: " + log.from(sent, end, filter) + "\n\n").getBytes(UTF_8));
                    out.flush();
                    sent = end;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void id(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        commands.add(new Command(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body));
        String user = body.path("userId").asText();
        if (user.contains(" ")) {
            ObjectNode problem = JSON.createObjectNode().put("title", "The request is not valid");
            problem.putArray("problems")
                    .addObject()
                    .put("pointer", "/userId")
                    .put("rule", "must be 1 to 256 printable characters without spaces")
                    .put("got", user);
            reply(exchange, 400, "application/problem+json", problem.toString());
            return;
        }
        reply(
                exchange,
                200,
                "application/json",
                JSON.createObjectNode()
                        .put("kind", "document")
                        .put("id", idOf(user, body.path("fileSha256").asText()).toString())
                        .toString());
    }

    /** Computes an id by the stub's own recipe; any deterministic one will do. */
    static UUID idOf(String user, String sha256) {
        return UUID.nameUUIDFromBytes((user + ":" + sha256).getBytes(UTF_8));
    }

    private void stream(HttpExchange exchange) throws IOException {
        if (refusing) {
            reply(exchange, 503, "application/problem+json", "{\"title\":\"starting\"}");
            return;
        }
        boolean withLines = !"log=off".equals(exchange.getRequestURI().getQuery());
        BlockingQueue<String> events = new LinkedBlockingQueue<>(withLines ? lines : List.of());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        streams.add(events);
        if (withLines) {
            lineStreams.add(events);
        }
        try (OutputStream out = exchange.getResponseBody()) {
            for (String next = event("status", status); !next.equals(END); ) {
                if (!silent) {
                    out.write(next.getBytes(UTF_8));
                    out.flush();
                }
                String waiting = events.poll(1, TimeUnit.SECONDS);
                next = waiting == null ? event("status", status) : waiting;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(events);
            lineStreams.remove(events);
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String event(String type, String data) {
        return "event: " + type + "\ndata: " + data + "\n\n";
    }

    static JsonNode resource(String name) throws IOException {
        try (InputStream file = ConsoleStubServer.class.getResourceAsStream(name)) {
            return JSON.readTree(file);
        }
    }
}
