// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Place of a fault, chosen by a seed: the first, last, middle or any row of those that the fault can have. Not thread-safe.
 *
 * @param number counts the places of a fault
 * @param shift turns the tables
 */
record Place(int number, int shift, Random random) {
    private static final int ENDS = 4;

    /** Place of that number under a seed. */
    static Place of(int number, long seed) {
        return new Place(number, Math.floorMod(seed, 2), new Random(seed * 31 + number));
    }

    /** Chooses one; empty if there is none. */
    <T> Optional<T> pick(List<T> all) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(all.get(
                switch (number % ENDS) {
                    case 0 -> 0;
                    case 1 -> all.size() - 1;
                    case 2 -> all.size() / 2;
                    default -> random.nextInt(all.size());
                }));
    }

    /** Chooses any. */
    <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** A table of so many: each in turn. */
    int table(int tables) {
        return (number + number / ENDS + shift) % tables;
    }
}
