// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.TableBlocks;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadBlocksTest {
    private static final int MOST = 2_048;

    /** Catches a block that is read twice, or, of a small table, not at all. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 31, 32, 33, 100, 2_047, 2_048, 2_049, 10_000, 4_000_000_000L})
    void start_ofEverySlice_isAnother(long last) {
        SpreadBlocks blocks = SpreadBlocks.of(new TableBlocks(last, last), MOST, 0);

        long[] starts = LongStream.range(0, blocks.slices())
                .map(slice -> blocks.start((int) slice))
                .sorted()
                .toArray();
        for (int i = 1; i < starts.length; i++) {
            assertThat(starts[i] - starts[i - 1]).isEqualTo(blocks.distance()).isGreaterThanOrEqualTo(blocks.width());
        }
        assertThat(starts[0]).isZero();
        assertThat(starts[starts.length - 1] + blocks.distance()).isGreaterThanOrEqualTo(last);
        assertThat(blocks.slices() * blocks.width()).isLessThanOrEqualTo(MOST + blocks.slices());
        assertThat(blocks.whole()).isEqualTo(last <= MOST);
    }

    @Test
    void start_ofTheFirstFew_isSpread() {
        SpreadBlocks blocks = SpreadBlocks.of(new TableBlocks(64_000, 64_000), MOST, 0);

        BitSet quarters = new BitSet();
        for (int slice : List.of(0, 1, 2, 3)) {
            quarters.set((int) (blocks.start(slice) / 16_000));
        }
        assertThat(quarters.cardinality()).isEqualTo(4);
    }

    @Test
    void of_manyPartitions_readsNoMoreOfAll() {
        assertThat(SpreadBlocks.of(new TableBlocks(10_000, 80_000), MOST, 0).width())
                .isEqualTo(4);
        assertThat(SpreadBlocks.of(new TableBlocks(10_000, 10_000_000), MOST, 0).width())
                .isEqualTo(1);
    }
}
