// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedP99Test {
    private static final int PAIRS = 8;
    private static final int BLOCKS = 5;
    private static final int BLOCK = 100;

    private final Random random = new Random(1);

    /** A request in a hundred is slow, six of them in bursts, which hit both ways. */
    private PairedP99.Comparison compare(double slowerShare) {
        PairedP99 times = new PairedP99();
        for (int pair = 0; pair < PAIRS; pair++) {
            times.newPair();
            for (int block = 0; block < BLOCKS; block++) {
                double slow = random.nextInt(4) == 0 ? 0.06 : 0.01;
                times.add(block(slow + slowerShare), block(slow));
            }
        }
        return times.compare(new Random(2));
    }

    private double[] block(double slow) {
        double[] micros = new double[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            micros[i] = 100 + 20 * random.nextDouble() + (random.nextDouble() < slow ? 2_000 * random.nextDouble() : 0);
        }
        return micros;
    }

    @Test
    void compare_equalWays() {
        PairedP99.Comparison same = compare(0);
        assertThat(same.isHigher()).isFalse();
        assertThat(same.low()).isLessThan(1);
        assertThat(same.high()).isGreaterThan(1);
        assertThat(same.p99()).isGreaterThan(500);
        assertThat(same.median()).isBetween(105.0, 115.0);
    }

    @Test
    void compare_slowMoreOften() {
        PairedP99.Comparison more = compare(0.03);
        assertThat(more.isHigher()).isTrue();
        assertThat(more.p99()).isGreaterThan(more.otherP99());
    }
}
