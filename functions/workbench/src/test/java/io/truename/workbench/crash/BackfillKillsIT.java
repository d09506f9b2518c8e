// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that are killed in runs beside keys. {@code crash-matrix --engine truename-beside} plays all of them. */
class BackfillKillsIT {
    private static BackfillKillMatrix matrix;

    @BeforeAll
    static void open() {
        matrix = new BackfillKillMatrix(TestServer.Version.NEWEST);
    }

    @AfterAll
    static void close() {
        matrix.close();
    }

    static Stream<BackfillKill> sample() {
        return BackfillKill.sample().stream();
    }

    @LongSuite(sample = 3)
    @ParameterizedTest
    @MethodSource("sample")
    void kill_losesNothing_andTheRunComesBackToTheByte(BackfillKill kill) {
        assertThat(matrix.play(kill)).isEmpty();
    }

    @Test
    void sample_coversEveryStatement_andEachCorpusAtBothMoments() {
        assertThat(BackfillKill.sample().stream().map(BackfillKill::statement).collect(Collectors.toSet()))
                .isEqualTo(Set.of(BackfillKill.Statement.values()));
        assertThat(BackfillKill.sample().stream()
                        .map(kill -> kill.corpus() + " " + kill.answered())
                        .collect(Collectors.toSet()))
                .hasSize(2 * BackfillKill.CORPORA.size());
        assertThat(BackfillKill.all()).containsAll(BackfillKill.sample()).doesNotHaveDuplicates();
    }
}
