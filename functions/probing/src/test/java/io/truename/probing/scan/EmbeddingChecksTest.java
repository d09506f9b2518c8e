// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingChecksTest {
    private final Observations observations = new Observations();
    private final EmbeddingChecks checks = new EmbeddingChecks(observations, "a.chunks", "embedding", List.of());

    @Test
    void embedding_zeroAndNotANumber() {
        checks.embedding(new StoredId(0, 1), 3, 0);
        checks.embedding(new StoredId(0, 2), 3, Double.NaN);
        checks.embedding(new StoredId(0, 3), 3, Double.POSITIVE_INFINITY);
        checks.embedding(new StoredId(0, 4), 3, 0.5);
        checks.addMinorities(observations, List.of());
        assertThat(observations.list())
                .containsExactly(
                        new Observation(
                                new Cause(FindingKind.EMBEDDING_ZERO, "a.chunks", "embedding"), 1, List.of(id(1))),
                        new Observation(
                                new Cause(FindingKind.EMBEDDING_NOT_A_NUMBER, "a.chunks", "embedding"),
                                2,
                                List.of(id(2), id(3))));
    }

    @Test
    void dimension_ofTheFewer() {
        for (int chunk = 0; chunk < 5; chunk++) {
            checks.embedding(new StoredId(0, chunk), 3, 1);
        }
        checks.embedding(new StoredId(0, 7), 4, 1);
        checks.embedding(new StoredId(0, 8), 2, 1);
        checks.addMinorities(observations, List.of());
        assertThat(observations.list())
                .containsExactly(new Observation(
                        new Cause(FindingKind.EMBEDDING_DIMENSION, "a.chunks", "embedding"), 2, List.of(id(7), id(8))));
    }

    @Test
    void dimension_priorDecides() {
        checks.embedding(new StoredId(0, 7), 4, 1);
        checks.addMinorities(observations, List.of(new Majorities.Group("3", 1_000, 1_000, List.of())));
        assertThat(observations.list()).extracting(Observation::samples).containsExactly(List.of(id(7)));
    }

    private static String id(int number) {
        return new StoredId(0, number).toString();
    }
}
