// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.Upload;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Batches of a stream's uploads, sized so that neither the documents nor the chunks of a batch exceed one id request. */
public final class UploadBatches implements Iterator<List<Upload>> {
    private static final int DOCUMENTS = 500;
    private static final int CHUNKS = 5_000;

    private final DocumentStream stream;
    private List<Upload> next = List.of();
    private boolean ended;

    /** Creates batches that read the stream on demand and never close it. */
    public UploadBatches(DocumentStream stream) {
        this.stream = stream;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty() && !ended) {
            next = fill();
            ended = next.isEmpty();
        }
        return !next.isEmpty();
    }

    @Override
    public List<Upload> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more documents");
        }
        List<Upload> batch = next;
        next = List.of();
        return batch;
    }

    private List<Upload> fill() {
        List<Upload> batch = new ArrayList<>(DOCUMENTS);
        int chunks = 0;
        try {
            while (batch.size() < DOCUMENTS && chunks < CHUNKS) {
                Optional<Upload> upload = stream.next();
                if (upload.isEmpty()) {
                    break;
                }
                batch.add(upload.get());
                chunks += upload.get().slices().count();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("reading was interrupted", e);
        }
        return batch;
    }
}
