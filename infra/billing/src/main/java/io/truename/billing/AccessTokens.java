// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Access tokens of this function's service account, from the metadata server. An address with https is asked with one. */
final class AccessTokens {
    private static final URI TOKEN =
            URI.create("http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token");
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client;

    AccessTokens(HttpClient client) {
        this.client = client;
    }

    /** A token for an address; empty if it needs none, or if there is no metadata server: the API then decides. */
    Optional<String> of(URI address) {
        if (!"https".equals(address.getScheme())) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(TOKEN)
                .header("Metadata-Flavor", "Google")
                .timeout(LONGEST)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(MAPPER.readTree(answer.body())
                                    .path("access_token")
                                    .asText())
                            .filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
