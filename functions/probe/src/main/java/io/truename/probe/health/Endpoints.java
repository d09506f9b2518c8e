// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthChecks;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Endpoints of functions, all asked at once. Functions are private: an address with https is asked with an identity token of the
 * function's service account, from the metadata server.
 */
final class Endpoints {
    /** Enough for an instance that starts with the request. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration LONGEST_TOKEN = Duration.ofSeconds(1);
    private static final String METADATA = "http://metadata.google.internal";
    private static final String IDENTITY = "/computeMetadata/v1/instance/service-accounts/default/identity?audience=";

    private final Map<String, URI> addresses;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();

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
        return token(address)
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

    private CompletableFuture<Optional<String>> token(URI address) {
        if (!"https".equals(address.getScheme())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String audience = "https://" + address.getRawAuthority();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(METADATA + IDENTITY + URLEncoder.encode(audience, StandardCharsets.UTF_8)))
                .header("Metadata-Flavor", "Google")
                .timeout(LONGEST_TOKEN)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer ->
                        Optional.of(answer).filter(ok -> ok.statusCode() == 200).map(HttpResponse::body))
                // Outside of Google Cloud there is no metadata server; the endpoint then decides.
                .exceptionally(absent -> Optional.empty());
    }
}
