// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import java.util.Optional;
import java.util.UUID;

/** Snapshots of reports as JSON. One that is kept never changes. */
public interface Snapshots {
    /** Keeps a snapshot, and returns the one that is kept: that of an attempt before, if it got so far. */
    byte[] keep(UUID report, byte[] json);

    /** The snapshot of a report; empty if it was deleted, as a rule of the bucket may do. */
    Optional<byte[]> find(UUID report);
}
