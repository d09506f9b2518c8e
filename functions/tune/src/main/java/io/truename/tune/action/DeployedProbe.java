// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import io.truename.edge.json.JsonOutput;
import java.net.URI;
import java.util.Optional;

/** The deployed {@code probe} over HTTP. */
public final class DeployedProbe implements KnownAnswers {
    /** One query by index, and a look-up by index for each. */
    private static final int DOCUMENTS = 1_000;

    private static final int CONFLICT = 409;

    private final DeployedFunction probe;

    /** {@code address} of the function, without a slash at its end; empty if it is not known. */
    public DeployedProbe(Optional<URI> address) {
        this.probe = new DeployedFunction("probe", "TRUENAME_PROBE_URL", address);
    }

    @Override
    public void warm() throws CommandRefusedException {
        int status = probe.post("/known/warm", JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeNumberField("documents", DOCUMENTS);
            json.writeEndObject();
        }));
        if (status == CONFLICT) {
            throw new CommandRefusedException(
                    "probe cannot warm answers that last: no index has the newest documents in order,"
                            + " or the corpus is being changed.");
        }
        probe.requireDone(status);
    }
}
