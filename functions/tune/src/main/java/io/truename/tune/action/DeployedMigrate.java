// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import io.truename.edge.call.IdentityTokens;
import io.truename.edge.json.JsonOutput;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The deployed {@code migrate} over HTTP, as a person commands it. */
public final class DeployedMigrate implements Migrations {
    /** Enough for an instance that starts with the request. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int CONFLICT = 409;

    private final Optional<URI> address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private final IdentityTokens tokens = new IdentityTokens(client);

    /** {@code address} of the function, without a slash at its end; empty if it is not known. */
    public DeployedMigrate(Optional<URI> address) {
        this.address = address;
    }

    @Override
    public void pause(UUID run, String reason) throws RefusedException {
        command(run, "pause", JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("reason", reason);
            json.writeEndObject();
        }));
    }

    @Override
    public void resume(UUID run) throws RefusedException {
        command(run, "resume", new byte[] {'{', '}'});
    }

    /** A run in a state that does not allow the command has ended, or a person has it in hand. */
    private void command(UUID run, String command, byte[] body) throws RefusedException {
        if (address.isEmpty()) {
            throw new RefusedException("TRUENAME_MIGRATE_URL names no migrate.");
        }
        URI uri = URI.create(address.get() + "/migrations/" + run + "/" + command);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .timeout(LONGEST)
                .POST(BodyPublishers.ofByteArray(body));
        tokens.of(uri).join().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2 && status != CONFLICT) {
                throw new RefusedException("migrate answered with status " + status + ".");
            }
        } catch (IOException unreached) {
            throw new RefusedException("migrate could not be reached.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RefusedException("The command was interrupted.");
        }
    }
}
