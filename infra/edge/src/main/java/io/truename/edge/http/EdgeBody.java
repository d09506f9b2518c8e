// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/** What arrived of a request's body. */
public sealed interface EdgeBody {
    /** The most bytes that a request may carry: 8 MiB. */
    int MOST_BYTES = 8 * 1024 * 1024;

    /** All of it; empty when there was none. The bytes belong to the request: do not change them. */
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    record Whole(byte[] bytes) implements EdgeBody {}

    /**
     * More than {@link #MOST_BYTES}.
     *
     * @param bytes how many were seen
     */
    record TooLarge(long bytes) implements EdgeBody {}

    /** The caller stopped sending, or what it sent was not HTTP. */
    record Broken() implements EdgeBody {}
}
