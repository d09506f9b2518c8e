// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Resumable uploads that have begun. A client that lost an answer asks how far its upload is, and goes on there; one whose last answer was
 * lost gets it again. They end with the run, and a client begins them again.
 */
final class ResumableUploads {
    private static final int MOST = 1_000;

    private final Map<String, ResumableUpload> uploads = new LinkedHashMap<>();

    synchronized String begin(ResumableUpload upload) {
        if (uploads.size() >= MOST) {
            String oldest = uploads.keySet().iterator().next();
            cancel(oldest);
        }
        String id = UUID.randomUUID().toString();
        uploads.put(id, upload);
        return id;
    }

    synchronized ResumableUpload get(String id) {
        return Optional.ofNullable(uploads.get(id)).orElseThrow(StorageError::noUpload);
    }

    synchronized void cancel(String id) {
        ResumableUpload upload = uploads.remove(id);
        if (upload == null) {
            throw StorageError.noUpload();
        }
        try {
            upload.close();
        } catch (IOException remains) {
            // The next start deletes it.
            throw new UncheckedIOException(remains);
        }
    }
}
