// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.call;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Identity tokens of this function's service account, from the metadata server. Functions are private: an address with https is asked
 * with one.
 */
public final class IdentityTokens {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final String METADATA = "http://metadata.google.internal";
    private static final String IDENTITY = "/computeMetadata/v1/instance/service-accounts/default/identity?audience=";

    private final HttpClient client;

    public IdentityTokens(HttpClient client) {
        this.client = client;
    }

    /** A token for an address; empty if it needs none, or if there is no metadata server. */
    public CompletableFuture<Optional<String>> of(URI address) {
        if (!"https".equals(address.getScheme())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String audience = "https://" + address.getRawAuthority();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(METADATA + IDENTITY + URLEncoder.encode(audience, StandardCharsets.UTF_8)))
                .header("Metadata-Flavor", "Google")
                .timeout(LONGEST)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer ->
                        Optional.of(answer).filter(ok -> ok.statusCode() == 200).map(HttpResponse::body))
                // Outside of Google Cloud there is no metadata server; the endpoint then decides.
                .exceptionally(absent -> Optional.empty());
    }
}
