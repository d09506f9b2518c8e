// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Fault injector of one subscription: counts down the remaining faults and draws random ones from the given generator. */
final class ActiveFaults {
    private static final int REORDER_RANKS = 64;
    private static final int REORDER_HOLD_MILLIS = 250;

    private final RandomGenerator random;
    private Faults faults = Faults.NONE;

    ActiveFaults(RandomGenerator random) {
        this.random = random;
    }

    void set(Faults wanted) {
        faults = wanted;
    }

    Faults left() {
        return faults;
    }

    boolean duplicates() {
        return faults.duplicate() > 0 && random.nextDouble() < faults.duplicate();
    }

    boolean losesAck() {
        return faults.loseAcks() > 0 && random.nextDouble() < faults.loseAcks();
    }

    /** Returns the delay of a new message. */
    Duration hold() {
        int shuffle = faults.reorder() ? random.nextInt(REORDER_HOLD_MILLIS) : 0;
        return Duration.ofMillis(faults.delayMillis() + shuffle);
    }

    /** Returns the rank of a new message in the ready queue: its sequence, or a number near it when reordering. */
    long rank(long sequence) {
        return faults.reorder() ? sequence + random.nextInt(-REORDER_RANKS, REORDER_RANKS) : sequence;
    }

    boolean takeAnswer503() {
        if (faults.answer503() == 0) {
            return false;
        }
        faults = counts(faults.answer503() - 1, faults.killFunction());
        return true;
    }

    boolean takeKillFunction() {
        if (faults.killFunction() == 0) {
            return false;
        }
        faults = counts(faults.answer503(), faults.killFunction() - 1);
        return true;
    }

    private Faults counts(int answer503, int killFunction) {
        return new Faults(
                faults.duplicate(),
                faults.delayMillis(),
                faults.reorder(),
                faults.loseAcks(),
                answer503,
                killFunction,
                faults.killAfterMillis());
    }
}
