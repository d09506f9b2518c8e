// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

/** Taker of the lines of a list: a file, the standard output, or a server. */
interface HashSink extends AutoCloseable {
    /**
     * Takes a line.
     *
     * @throws SourceException if it cannot be written; then nothing more can
     */
    void accept(String line);

    /** Ends the list; all hashes that were taken have arrived. */
    @Override
    void close();
}
