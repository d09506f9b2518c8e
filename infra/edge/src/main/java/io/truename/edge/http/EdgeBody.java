// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/** Request body as it arrived: whole, too large, or broken off. */
public sealed interface EdgeBody {
    /** The most bytes that a request may carry: 8 MiB. */
    int MOST_BYTES = 8 * 1024 * 1024;

    /** Complete body; empty when there was none. Do not change the array. */
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    record Whole(byte[] bytes) implements EdgeBody {}

    /**
     * Body of more than {@link #MOST_BYTES}.
     *
     * @param bytes the number of bytes read
     */
    record TooLarge(long bytes) implements EdgeBody {}

    /** Body that ended early or was not HTTP. */
    record Broken() implements EdgeBody {}
}
