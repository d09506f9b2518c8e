// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import io.truename.edge.json.JsonOutput;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The deployed {@code migrate} over HTTP, as a person commands it. */
public final class DeployedMigrate implements Migrations {
    private static final int CONFLICT = 409;

    private final DeployedFunction migrate;

    /** {@code address} of the function, without a slash at its end; empty if it is not known. */
    public DeployedMigrate(Optional<URI> address) {
        this.migrate = new DeployedFunction("migrate", "TRUENAME_MIGRATE_URL", address);
    }

    @Override
    public void pause(UUID run, String reason) throws CommandRefusedException {
        command(run, "pause", JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("reason", reason);
            json.writeEndObject();
        }));
    }

    @Override
    public void resume(UUID run) throws CommandRefusedException {
        command(run, "resume", new byte[] {'{', '}'});
    }

    /** A run in a state that does not allow the command has ended, or a person has it in hand. */
    private void command(UUID run, String command, byte[] body) throws CommandRefusedException {
        int status = migrate.post("/migrations/" + run + "/" + command, body);
        if (status != CONFLICT) {
            migrate.requireDone(status);
        }
    }
}
