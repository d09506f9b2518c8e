// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.Upload;
import java.util.Optional;

/** Documents, one at a time and in no promised order. For one thread; {@link #counts()} may be asked by any. */
public interface DocumentStream extends AutoCloseable {
    /** The next document, or empty at the end. */
    Optional<Upload> next() throws InterruptedException;

    /** What has been met so far. */
    SourceCounts counts();

    @Override
    void close();
}
