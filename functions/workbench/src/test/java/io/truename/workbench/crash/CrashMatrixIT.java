// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.Direction;
import io.truename.workbench.rekey.Engines;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of the matrix; the command {@code crash-matrix} plays all of it. */
class CrashMatrixIT {
    private static CrashMatrix matrix;

    @BeforeAll
    static void open() {
        matrix = new CrashMatrix(Engines.named(Engines.names().get(0)), TestServer.Version.NEWEST);
    }

    @AfterAll
    static void close() {
        matrix.close();
    }

    static Stream<Cell> sample() {
        return Cell.sample().stream();
    }

    @LongSuite(sample = 8)
    @ParameterizedTest
    @MethodSource("sample")
    void cell_losesNothingAndGoesOn(Cell cell) {
        CellResult result = matrix.play(cell);
        assertThat(result.wrong()).as("%s", result).isEmpty();
    }

    @Test
    void sample_coversEveryFaultAndEveryStep() {
        List<Cell> sample = Cell.sample();
        for (Direction direction : Direction.values()) {
            assertThat(sample.stream()
                            .filter(cell -> cell.direction() == direction)
                            .map(Cell::scenario)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(FaultScenario.values());
            assertThat(sample.stream()
                            .filter(cell -> cell.direction() == direction)
                            .map(Cell::step)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(Cell.STEPS);
        }
        assertThat(Cell.all()).containsAll(sample).doesNotHaveDuplicates();
    }
}
