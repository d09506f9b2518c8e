// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.plan;

import java.time.Instant;

/** Proof of a backup, the last resort if everything else fails. */
public sealed interface BackupProof {
    /**
     * A fresh, successful backup exists.
     *
     * @param endedAt when it was complete
     * @param id as its keeper names it
     */
    record Proven(Instant endedAt, String id) implements BackupProof {}

    /**
     * No backup is proven.
     *
     * @param reason a readable sentence with the remedy; never a server's answer
     */
    record NotProven(String reason) implements BackupProof {}
}
