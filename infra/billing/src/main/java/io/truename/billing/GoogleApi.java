// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Google API of JSON over HTTP. Answers are bounded in time and size; nothing of them gets into an error. */
final class GoogleApi {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final String name;
    private final String role;
    private final Duration longest;
    private final HttpClient client;
    private final AccessTokens tokens;

    /**
     * Makes a client, and calls nothing.
     *
     * @param name for people
     * @param role that a service account needs
     * @param longest time of a call
     */
    GoogleApi(String name, String role, Duration longest) {
        this.name = name;
        this.role = role;
        this.longest = longest;
        this.client = HttpClient.newBuilder().connectTimeout(longest).build();
        this.tokens = new AccessTokens(client);
    }

    Map<String, @Nullable Object> get(URI address) {
        return send(address, HttpRequest.newBuilder(address).GET());
    }

    Map<String, @Nullable Object> post(URI address, Map<String, ?> body) {
        try {
            return send(
                    address,
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body))));
        } catch (IOException impossible) {
            throw new BillingException("The request to the " + name + " could not be written.", impossible);
        }
    }

    private Map<String, @Nullable Object> send(URI address, HttpRequest.Builder request) {
        tokens.of(address).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.timeout(longest).build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                requireGood(answer.statusCode(), bytes.length);
                Map<String, @Nullable Object> object = MAPPER.readValue(bytes, OBJECT);
                return object == null ? Map.of() : object;
            }
        } catch (IOException unreadable) {
            throw new BillingException(
                    "The " + name + " could not be asked, or its answer could not be read. Try again.", unreadable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BillingException("The call of the " + name + " was interrupted. Try again.", stopped);
        }
    }

    private void requireGood(int status, int bytes) {
        if (status == 401 || status == 403) {
            throw new BillingException("The function may not ask the " + name
                    + ". Enable the API in its project, and give its" + " service account " + role + ".");
        }
        if (status == 404) {
            throw new BillingException("The " + name + " does not know what was asked for. Correct its name.", true);
        }
        if (status / 100 != 2) {
            throw new BillingException("The " + name + " answered " + status + ". Try again.");
        }
        if (bytes > MOST_BYTES) {
            throw new BillingException("The answer of the " + name + " is too large. Ask for less.");
        }
    }
}
