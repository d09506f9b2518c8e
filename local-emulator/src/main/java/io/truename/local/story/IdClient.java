// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** HTTP client of {@code generate}. Transient failures are retried, which is safe because ids are deterministic. */
public final class IdClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI address;
    private final ThroughputMeter busy = new ThroughputMeter();
    private final AtomicReference<UUID> namespace = new AtomicReference<>();

    /** Creates a client of the gateway at a base address. */
    public IdClient(URI gateway) {
        String base = gateway.toString();
        this.address = URI.create(base.replaceAll("/+$", "") + "/functions/generate/ids");
    }

    /** Requests the ids of the items, in their order. */
    public Mono<IdReply> ask(IdRequest request) {
        byte[] body = request.body();
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return Mono.fromFuture(() -> http.sendAsync(post, HttpResponse.BodyHandlers.ofByteArray()))
                .onErrorMap(this::unanswered)
                .map(response -> reply(response, request.count()))
                .retryWhen(Retry.backoff(4, Duration.ofMillis(200))
                        .filter(failure -> failure instanceof StoryFailedException failed && failed.mayPass())
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .doOnSubscribe(subscription -> busy.begin())
                .doFinally(signal -> busy.end())
                .doOnNext(reply -> {
                    busy.add(reply.ids().size());
                    requireNamespace(reply.namespace());
                });
    }

    /** Returns ids per second of the time with at least one open request; 0 before the first response. */
    long idsPerSecond() {
        return busy.perSecond();
    }

    private IdReply reply(HttpResponse<byte[]> response, int expected) {
        int status = response.statusCode();
        if (status != 200) {
            throw refused(status, response.body());
        }
        try {
            return IdReply.read(response.body(), expected);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoryFailedException(
                    "What answers at " + address + " is not generate (its reply cannot be read): give the story the"
                            + " gateway's address.",
                    false,
                    e);
        }
    }

    private static StoryFailedException refused(int status, byte[] body) {
        String problem = IdReply.problem(body).map(text -> " (" + text + ")").orElse("");
        boolean mayPass = status >= 500 || status == 429;
        String advice = mayPass
                ? "look at the log of generate and run the story again."
                : "the story and generate are not of the same release; build both from one clone.";
        return new StoryFailedException("generate answered " + status + problem + ": " + advice, mayPass, null);
    }

    private Throwable unanswered(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IOException
                ? new StoryFailedException(
                        "generate does not answer at " + address + ": start the local cloud and run the story again.",
                        true,
                        cause)
                : cause;
    }

    private void requireNamespace(UUID given) {
        UUID first = namespace.compareAndExchange(null, given);
        if (first != null && !first.equals(given)) {
            throw new MismatchException("generate answered in namespace " + first + " and then in namespace " + given);
        }
    }
}
