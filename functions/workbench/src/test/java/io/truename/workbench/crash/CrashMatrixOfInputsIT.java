// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.InputsMigration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same faults with a mapping of every kind of input. {@code crash-matrix --engine truename-inputs} plays all of it. */
@LongSuite
class CrashMatrixOfInputsIT {
    private static CrashMatrix matrix;

    @BeforeAll
    static void open() {
        matrix = new CrashMatrix(new InputsMigration(), TestServer.Version.OLDEST);
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
