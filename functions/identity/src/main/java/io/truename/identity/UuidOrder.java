// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.Comparator;
import java.util.UUID;

/**
 * The order of PostgreSQL's {@code uuid} type: byte by byte, unsigned. {@code UUID.compareTo} is signed, so that half of all
 * UUIDs come before the other half the wrong way round.
 */
public enum UuidOrder implements Comparator<UUID> {
    /** The only instance. */
    UNSIGNED;

    @Override
    public int compare(UUID left, UUID right) {
        int order = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
