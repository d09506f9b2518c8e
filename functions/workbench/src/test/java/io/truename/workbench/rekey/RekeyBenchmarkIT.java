// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RekeyBenchmarkIT {
    @Test
    void run_everyContenderMovesTheSameRows() {
        List<Contender> contenders = new ArrayList<>(List.of(new OneStatement(), new RowByRow()));
        Engines.names().forEach(name -> contenders.add(new Engine(Engines.named(name))));
        List<String> progress = new ArrayList<>();
        try (RekeyBenchmark benchmark = new RekeyBenchmark(TestServer.Version.NEWEST)) {
            List<RekeyBenchmark.Row> rows = benchmark.run(1_000, contenders, progress::add);
            assertThat(rows).hasSameSizeAs(contenders).allSatisfy(row -> {
                assertThat(row.rows()).isEqualTo(2_400);
                assertThat(row.timing().moveSeconds()).isPositive();
                assertThat(row.timing().transactions()).isPositive();
            });
        }
        assertThat(progress).hasSize(contenders.size() + 1);
    }
}
