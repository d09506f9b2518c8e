// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationBenchmarkIT {
    @Test
    void run_looksAtEverything() {
        List<String> progress = new ArrayList<>();
        try (ValidationBenchmark benchmark = new ValidationBenchmark(TestServer.Version.NEWEST)) {
            ValidationBenchmark.Result result = benchmark.run(2_000, progress::add);
            assertThat(result.chunks()).isEqualTo(2_000);
            assertThat(result.rows()).isEqualTo(4_800);
            assertThat(result.rowsPerSecond()).isPositive();
            assertThat(result.slices()).isGreaterThan(5);
        }
        assertThat(progress).hasSize(2);
    }
}
