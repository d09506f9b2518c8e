// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.report.making.Snapshots;
import io.truename.storage.ObjectStore;
import java.util.Optional;
import java.util.UUID;

/** Snapshots in a bucket, one object for each report. An object that is there is never written again. */
final class BucketSnapshots implements Snapshots {
    private final ObjectStore store;

    BucketSnapshots(ObjectStore store) {
        this.store = store;
    }

    @Override
    public byte[] keep(UUID report, byte[] json) {
        if (store.create(name(report), "application/json", json)) {
            return json;
        }
        return find(report).orElse(json);
    }

    @Override
    public Optional<byte[]> find(UUID report) {
        return store.read(name(report));
    }

    private static String name(UUID report) {
        return "reports/" + report + ".json";
    }
}
