// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.edge.call.IdentityTokens;
import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthChecks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Endpoints of functions, all asked at once. */
final class Endpoints {
    /** Enough for an instance that starts with the request. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<String, URI> addresses;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private final IdentityTokens tokens = new IdentityTokens(client);

    Endpoints(Map<String, URI> addresses) {
        this.addresses = addresses;
    }

    List<HealthCheck> check() {
        if (addresses.isEmpty()) {
            return List.of(HealthChecks.unknown("endpoint", "TRUENAME_ENDPOINTS is not set."));
        }
        return addresses.entrySet().stream()
                .map(endpoint -> check(endpoint.getKey(), endpoint.getValue()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<HealthCheck> check(String name, URI address) {
        long begun = System.nanoTime();
        return tokens.of(address)
                .thenCompose(token -> {
                    HttpRequest.Builder request =
                            HttpRequest.newBuilder(address).timeout(LONGEST);
                    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
                    return client.sendAsync(request.build(), BodyHandlers.discarding());
                })
                .handle((answer, failed) -> HealthChecks.endpoint(
                        name,
                        failed == null ? Optional.of(answer.statusCode()) : Optional.empty(),
                        Duration.ofNanos(System.nanoTime() - begun)));
    }
}
