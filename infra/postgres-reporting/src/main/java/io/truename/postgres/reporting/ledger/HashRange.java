// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Range of hashes, in units of 1/2^32 of all of them. The first range takes what is before every hash, the last what is after, so that
 * ranges hold each text, hash or not.
 *
 * @param beyond exclusive
 */
record HashRange(long first, long beyond) {
    static final long ALL = 1L << 32;

    HashRange {
        if (first < 0 || beyond <= first || beyond > ALL) {
            throw new IllegalArgumentException("first, beyond: in order, from 0 to 2^32");
        }
    }

    /** All hashes, in ranges of one size. */
    static List<HashRange> split(int parts) {
        return IntStream.range(0, parts)
                .mapToObj(part -> new HashRange(ALL * part / parts, ALL * (part + 1) / parts))
                .toList();
    }

    /** The middle, at which it can be halved. */
    long middle() {
        return first + (beyond - first) / 2;
    }

    /** Hex digits of the head of a hash. */
    static String digits(long bound) {
        return String.format("%08x", bound);
    }
}
