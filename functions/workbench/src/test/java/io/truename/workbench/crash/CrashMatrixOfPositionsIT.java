// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.PositionsMigration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same faults where chunks are numbered by their order. {@code crash-matrix --engine truename-positions} plays all of it. */
@LongSuite
class CrashMatrixOfPositionsIT {
    private static CrashMatrix matrix;

    @BeforeAll
    static void open() {
        matrix = new CrashMatrix(new PositionsMigration(), TestServer.Version.OLDEST);
    }

    @AfterAll
    static void close() {
        matrix.close();
    }

    static Stream<Cell> sample() {
        return Cell.sample().stream();
    }

    @ParameterizedTest
    @MethodSource("sample")
    void cell_losesNothingAndGoesOn(Cell cell) {
        CellResult result = matrix.play(cell);
        assertThat(result.wrong()).as("%s", result).isEmpty();
    }
}
