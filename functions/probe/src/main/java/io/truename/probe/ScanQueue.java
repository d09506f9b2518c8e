// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Queue of steps of scans. */
interface ScanQueue {
    /**
     * Asks for a step.
     *
     * @param step its number in the scan's chain
     * @param notBefore empty for at once
     * @return whether it was taken; if not, the schedule wakes the scan
     */
    boolean publish(UUID scan, long step, Optional<Instant> notBefore);
}
