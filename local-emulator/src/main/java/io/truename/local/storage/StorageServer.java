// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import io.truename.local.component.FileError;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP server of the JSON API, on the loopback address only. Programs call it, browsers may not. */
final class StorageServer implements AutoCloseable {
    private static final int THREADS = 24;
    private static final int LONGEST_CHECK_MILLIS = 1_000;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern LOOPBACK_HOST = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    private final Server server;
    private final ServerConnector connector;

    /** @param port the port to listen on; 0 for any free one */
    StorageServer(StorageCalls calls, int port) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("storage");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Names of objects have encoded slashes.
        http.setUriCompliance(UriCompliance.UNSAFE);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Calls(calls));
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (IOException failed) {
            server.stop();
            throw failed;
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Asks the server for its buckets, as a client does. */
    Optional<String> problem() {
        try {
            HttpURLConnection call =
                    (HttpURLConnection) URI.create("http://" + LOOPBACK + ":" + port() + "/storage/v1/b")
                            .toURL()
                            .openConnection();
            call.setConnectTimeout(LONGEST_CHECK_MILLIS);
            call.setReadTimeout(LONGEST_CHECK_MILLIS);
            int status = call.getResponseCode();
            call.getInputStream().close();
            return status == 200
                    ? Optional.empty()
                    : Optional.of("It answered " + status + ": restart the local cloud.");
        } catch (IOException | IllegalArgumentException none) {
            return Optional.of("It does not answer: restart the local cloud.");
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** Translates between HTTP and the calls. */
    private static final class Calls extends Handler.Abstract {
        private final StorageCalls calls;

        Calls(StorageCalls calls) {
            this.calls = calls;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            try (InputStream raw = Content.Source.asInputStream(request);
                    StorageReply.Body body = begin(response, reply(request, raw));
                    OutputStream out = Content.Sink.asOutputStream(response)) {
                body.writeTo(out);
            }
            callback.succeeded();
            return true;
        }

        private StorageReply reply(Request request, InputStream raw) throws IOException {
            try {
                requireProgram(request);
                return calls.answer(read(request, raw));
            } catch (StorageError refused) {
                raw.skip(Long.MAX_VALUE);
                boolean media = Optional.ofNullable(request.getHttpURI().getQuery())
                        .orElse("")
                        .contains("alt=media");
                return refused.status() == 304
                        ? StorageReply.empty(304)
                        : media
                                ? StorageReply.text(refused.status(), refused.sentence())
                                : StorageReply.json(refused.status(), StorageJson.error(refused));
            } catch (FileSystemException failed) {
                return failed(failed);
            } catch (EOFException cutOff) {
                throw cutOff;
            } catch (IOException failed) {
                if (FileError.of(failed).reason().contains("full")) {
                    return failed(failed);
                }
                throw failed;
            }
        }

        private static StorageReply failed(IOException failed) {
            FileError error = FileError.of(failed);
            return StorageReply.json(
                    507,
                    StorageJson.error(StorageError.diskFailed("The object cannot be kept (" + error.reason() + "): "
                            + error.remedy() + ", or keep the data elsewhere with --data.")));
        }

        /** Against pages of other sites in a developer's browser, as at the gateway. */
        private static void requireProgram(Request request) {
            String host = Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST))
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
            if (!LOOPBACK_HOST.matcher(host).matches()
                    || request.getHeaders().contains(HttpHeader.ORIGIN)
                    || request.getHeaders().contains("Sec-Fetch-Site")) {
                throw StorageError.forbidden("Call this server as localhost, and from a program.");
            }
        }

        private static StorageRequest read(Request request, InputStream raw) throws IOException {
            Map<String, String> query = new LinkedHashMap<>();
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                query.put(field.getName(), field.getValue());
            }
            boolean packed = "gzip".equalsIgnoreCase(request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
            return new StorageRequest(
                    // The client has no PATCH.
                    Optional.ofNullable(request.getHeaders().get("X-HTTP-Method-Override"))
                            .orElse(request.getMethod()),
                    StorageRequest.segments(request.getHttpURI().getPath()),
                    new StorageQuery(query),
                    "http://" + request.getHeaders().get(HttpHeader.HOST),
                    name -> Optional.ofNullable(request.getHeaders().get(name)),
                    packed ? new GZIPInputStream(raw) : raw);
        }

        private static StorageReply.Body begin(Response response, StorageReply reply) {
            response.setStatus(reply.status());
            reply.headers().forEach(response.getHeaders()::put);
            if (reply.status() != 204 && reply.status() != 304) {
                response.getHeaders()
                        .put(HttpHeader.CONTENT_LENGTH, reply.body().length());
            }
            return reply.body();
        }
    }
}
