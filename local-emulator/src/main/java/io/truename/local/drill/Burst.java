// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Requests of clients to one address of a function, and the statuses of their answers. */
final class Burst {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int UNANSWERED = 599;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    Burst(URI gateway, String path) {
        this.address = URI.create(gateway + path);
    }

    /** Sends requests at once. Returns how many were answered with a status of 500 or more. */
    int atOnce(int requests, String body) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            answers.add(send(body));
        }
        return (int) answers.stream()
                .map(CompletableFuture::join)
                .filter(status -> status >= 500)
                .count();
    }

    /** Sends requests one after another, so many a second at most. Returns the failed ones, as {@link #atOnce}. */
    int evenly(int requests, int perSecond, String body) throws InterruptedException {
        long begun = System.nanoTime();
        int failed = 0;
        for (int i = 0; i < requests; i++) {
            failed += send(body).join() >= 500 ? 1 : 0;
            long due = begun + TimeUnit.SECONDS.toNanos(i + 1) / perSecond;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
        return failed;
    }

    private CompletableFuture<Integer> send(String body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(address)
                                .timeout(TIMEOUT)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode)
                .exceptionally(failed -> UNANSWERED);
    }
}
