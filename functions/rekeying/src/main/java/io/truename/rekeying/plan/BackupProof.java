// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.plan;

import java.time.Instant;

/** Whether there is a backup to go back to when everything else fails. */
public sealed interface BackupProof {
    /**
     * There is a fresh, successful one.
     *
     * @param endedAt when it was complete
     * @param id as its keeper names it
     */
    record Proven(Instant endedAt, String id) implements BackupProof {}

    /**
     * None is proven.
     *
     * @param reason a sentence for people, which says what to do; never what a server answered
     */
    record NotProven(String reason) implements BackupProof {}
}
