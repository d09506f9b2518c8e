// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapeBenchmarkIT {
    private final ShapeBenchmark benchmark = new ShapeBenchmark(TestServer.Version.NEWEST);

    @AfterAll
    void stop() {
        benchmark.close();
    }

    @LongSuite(sample = 1)
    @ParameterizedTest
    @MethodSource("io.truename.workbench.rekey.Shape#all")
    void run_comesBackToTheByte(Shape shape) {
        ShapeBenchmark.Row row = benchmark.run(shape, 100);

        assertThat(row.restored()).isTrue();
        assertThat(row.rows()).isGreaterThanOrEqualTo(80);
        assertThat(ShapeBenchmark.line(row, row).split("\\|"))
                .hasSameSizeAs(
                        ShapeBenchmark.head().lines().findFirst().orElseThrow().split("\\|"));
    }
}
