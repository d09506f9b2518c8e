// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SharedIdsTest {
    private static final UUID ONE = new UUID(7, 1);
    private static final UUID OTHER = new UUID(8, 1);

    @Test
    void fewIds_areCountedExactly_overSeveralPages() {
        SharedIds shared = SharedIds.NONE.with(List.of(ONE, OTHER)).with(List.of(ONE, ONE));
        assertThat(shared.shared()).isEqualTo(2);
        assertThat(shared.about()).isFalse();
    }

    /** The memory is that of the sample, and the estimate is near. */
    @Test
    void manyIds_areEstimated() {
        Random random = new Random(7);
        SharedIds shared = SharedIds.NONE;
        for (int page = 0; page < 40; page++) {
            List<UUID> ids = new ArrayList<>();
            for (int row = 0; row < 5_000; row++) {
                UUID id = new UUID(random.nextLong(), random.nextLong());
                ids.add(id);
                if (row % 4 == 0) {
                    ids.add(id);
                }
            }
            shared = shared.with(ids);
        }
        assertThat(shared.about()).isTrue();
        assertThat(shared.rows()).hasSizeLessThanOrEqualTo(SharedIds.MOST);
        assertThat(shared.shared()).isCloseTo(50_000, Percentage.withPercentage(10));
    }
}
