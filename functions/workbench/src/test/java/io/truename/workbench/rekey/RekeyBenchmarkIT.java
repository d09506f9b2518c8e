// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.RekeyBenchmark.Autovacuum;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RekeyBenchmarkIT {
    @LongSuite
    @Test
    void run_everyContenderMovesTheSameRows() {
        List<Contender> contenders = new ArrayList<>(List.of(new OneStatement(), new RowByRow()));
        Engines.names().forEach(name -> contenders.add(new Engine(Engines.named(name))));
        List<String> progress = new ArrayList<>();
        try (RekeyBenchmark benchmark = new RekeyBenchmark(TestServer.Version.NEWEST, Autovacuum.ON)) {
            List<RekeyBenchmark.Row> rows = benchmark.run(1_000, contenders, progress::add);
            assertThat(rows).hasSameSizeAs(contenders).allSatisfy(row -> {
                assertThat(row.rows()).isEqualTo(2_400);
                assertThat(row.timing().moveSeconds()).isPositive();
                assertThat(row.timing().transactions()).isPositive();
                assertThat(row.timing().endToEndSeconds())
                        .isGreaterThanOrEqualTo(row.timing().moveSeconds());
            });
            RekeyBenchmark.Row first = rows.get(0);
            assertThat(first.endToEndAgainst(first)).isEqualTo(1);
            int columns = columns(RekeyBenchmark.head().lines().findFirst().orElseThrow());
            assertThat(rows)
                    .allSatisfy(row ->
                            assertThat(columns(RekeyBenchmark.line(row, first))).isEqualTo(columns));
        }
        assertThat(progress).hasSize(contenders.size() + 1);
    }

    private static int columns(String line) {
        return line.split("\\|", -1).length;
    }
}
