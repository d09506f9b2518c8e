// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.Engines;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same faults with mappings of more than columns. {@code crash-matrix --engine NAME} plays all of them. */
@LongSuite
class CrashMatrixOfMappingsIT {
    private static final Map<String, CrashMatrix> MATRICES = new HashMap<>();

    @AfterAll
    static void close() {
        MATRICES.values().forEach(CrashMatrix::close);
    }

    static Stream<Arguments> sample() {
        return Stream.of("truename-inputs", "truename-positions")
                .flatMap(engine -> Cell.sample().stream().map(cell -> Arguments.of(engine, cell)));
    }

    @ParameterizedTest
    @MethodSource("sample")
    void cell_losesNothingAndGoesOn(String engine, Cell cell) {
        CrashMatrix matrix = MATRICES.computeIfAbsent(
                engine, name -> new CrashMatrix(Engines.named(name), TestServer.Version.OLDEST));
        CellResult result = matrix.play(cell);
        assertThat(result.wrong()).as("%s", result).isEmpty();
    }
}
