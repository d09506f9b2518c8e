// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Upload that comes in several requests. */
final class ResumableUpload implements AutoCloseable {
    private final NewObject wanted;
    private final UploadFile content;
    private Optional<StoredObject> stored = Optional.empty();

    ResumableUpload(NewObject wanted, UploadFile content) {
        this.wanted = wanted;
        this.content = content;
    }

    Bucket bucket() {
        return wanted.bucket();
    }

    /** Number of bytes that are here. */
    synchronized long size() {
        return content.size();
    }

    /**
     * Takes a part, and completes the upload with the last one. A part that is here already is passed over, for its answer was lost.
     *
     * @return the object, once the upload is complete
     */
    synchronized Optional<StoredObject> write(ContentRange range, InputStream body) throws IOException {
        if (stored.isEmpty()) {
            if (range.from().isPresent()) {
                take(range.from().getAsLong(), body);
            }
            if (range.completes(content.size())) {
                stored = Optional.of(wanted.store(content));
            }
        }
        return stored;
    }

    private void take(long from, InputStream body) throws IOException {
        long known = content.size() - from;
        if (known < 0) {
            throw StorageError.invalid("The part begins behind the " + content.size() + " bytes that are here.");
        }
        for (long skipped = 0; skipped < known; ) {
            long step = body.skip(known - skipped);
            if (step <= 0 && body.read() < 0) {
                return;
            }
            skipped += Math.max(1, step);
        }
        body.transferTo(content);
    }

    @Override
    public synchronized void close() throws IOException {
        content.close();
    }
}
