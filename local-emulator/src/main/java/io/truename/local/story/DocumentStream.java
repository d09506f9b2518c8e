// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.Upload;
import java.util.Optional;

/** Stream of documents, in no defined order. For one thread, except {@link #counts()}, which is thread-safe. */
public interface DocumentStream extends AutoCloseable {
    /** Returns the next document; empty at the end. */
    Optional<Upload> next() throws InterruptedException;

    /** Returns the counts so far. */
    SourceCounts counts();

    @Override
    void close();
}
