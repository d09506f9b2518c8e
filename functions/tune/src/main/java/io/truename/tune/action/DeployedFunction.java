// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import io.truename.edge.call.IdentityTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Another function of Truename over HTTP, with an identity token on Cloud Run. */
final class DeployedFunction {
    /** Enough for an instance that starts with the request. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final String name;
    private final String setting;
    private final Optional<URI> address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private final IdentityTokens tokens = new IdentityTokens(client);

    /**
     * Takes the address, and calls nothing.
     *
     * @param setting that gives the address
     * @param address without a slash at its end; empty if it is not known
     */
    DeployedFunction(String name, String setting, Optional<URI> address) {
        this.name = name;
        this.setting = setting;
        this.address = address;
    }

    /** Posts JSON; returns the status. */
    int post(String path, byte[] body) throws CommandRefusedException {
        if (address.isEmpty()) {
            throw new CommandRefusedException(setting + " names no " + name + ".");
        }
        URI uri = URI.create(address.get() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .timeout(LONGEST)
                .POST(BodyPublishers.ofByteArray(body));
        tokens.of(uri).join().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException unreached) {
            throw new CommandRefusedException(name + " could not be reached.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandRefusedException("The command was interrupted.");
        }
    }

    /** Refuses any status but 2xx. */
    void requireDone(int status) throws CommandRefusedException {
        if (status / 100 != 2) {
            throw new CommandRefusedException(name + " answered with status " + status + ".");
        }
    }
}
