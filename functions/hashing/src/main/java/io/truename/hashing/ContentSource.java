// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Source of contents: the files of a folder, or the objects of a bucket. */
interface ContentSource {
    /**
     * Hands over every content, in any order, one after the other. Holds none of them in memory.
     *
     * @param failed takes the path of what cannot be looked at, with the reason
     * @throws SourceException if the source as a whole cannot be read
     */
    void each(Consumer<Content> taker, Consumer<String> failed);

    /** A content. */
    interface Content {
        /** Path below the source, with slashes. */
        String path();

        /** Size in bytes, as the source lists it. */
        long bytes();

        /** Text that is another one after each change: the time of the last, or the generation of an object. */
        String version();

        /** Opens the content; the caller closes it. */
        InputStream open() throws IOException;

        /**
         * Checks, after the content was read, that it is still the one that was listed.
         *
         * @throws IOException if it has changed meanwhile
         */
        void requireUnchanged() throws IOException;
    }
}
