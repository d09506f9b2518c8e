// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.probing.finding.FindingStore;
import java.util.List;
import java.util.UUID;

/** Listener to scans. Calls must not throw. */
public interface ScanListener {
    /** Listens to nothing. */
    ScanListener NONE = new ScanListener() {
        @Override
        public void ended(UUID scan, ScanKind kind, boolean done, long rows, double seconds) {}

        @Override
        public void waits(UUID scan, String code) {}

        @Override
        public void changed(List<FindingStore.Changed> changes) {}
    };

    /** A scan is done, or has failed. */
    void ended(UUID scan, ScanKind kind, boolean done, long rows, double seconds);

    /** A scan waits for its database. */
    void waits(UUID scan, String code);

    /** Histories of findings changed. */
    void changed(List<FindingStore.Changed> changes);
}
