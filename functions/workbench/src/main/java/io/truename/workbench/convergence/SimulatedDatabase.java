// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.convergence;

import java.util.Random;

/**
 * A database that takes (overhead + rows / rate) x slowness x noise seconds for a batch, in simulated time.
 *
 * @param overheadSeconds of a batch besides its rows
 * @param rowsPerSecond while nothing slows it
 * @param noise sigma of the logarithm of a batch's duration
 * @param crowded time-outs of locks in a second of a batch, on average
 */
record SimulatedDatabase(
        String name, double overheadSeconds, double rowsPerSecond, double noise, double crowded, Slowness slowness) {
    /** After this a statement waiting for a lock gives up. */
    static final double LOCK_TIMEOUT = 0.5;

    /** Slowdown of a database over time: 1 at its first speed, 2 at half of it. */
    interface Slowness {
        double at(double second);
    }

    /** Seconds for so many rows, begun now, without chance: slowness is followed while the batch runs. */
    double seconds(double rows, double now) {
        double work = overheadSeconds + rows / rowsPerSecond;
        double step = Math.max(0.005, work / 200);
        double second = now;
        while (work > 0) {
            double factor = slowness.at(second);
            double done = Math.min(work, step / factor);
            work -= done;
            second += done * factor;
        }
        return second - now;
    }

    /** A factor that chance gives one batch. */
    double chance(Random random) {
        return Math.exp(noise * random.nextGaussian());
    }

    /** Whether a batch of so many seconds meets a lock that is not given up in time. */
    boolean crowdsOut(double seconds, Random random) {
        return random.nextDouble() < 1 - Math.exp(-crowded * seconds);
    }
}
