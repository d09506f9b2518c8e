// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerBenchmarkIT {
    @Test
    void run_countsEveryDocument() {
        List<String> progress = new ArrayList<>();
        try (LedgerBenchmark benchmark = new LedgerBenchmark(TestServer.Version.NEWEST, 2)) {
            List<LedgerBenchmark.Result> results = benchmark.run(30_000, progress::add);
            assertThat(results).extracting(LedgerBenchmark.Result::equal).containsExactly(true, true);
            assertThat(results).extracting(LedgerBenchmark.Result::shards).containsExactly(1L, 16L);
            assertThat(results.get(0).ledger().total().documents()).isEqualTo(30_000);
            assertThat(results.get(0).ledger().sameOwner().documents()).isPositive();
        }
        assertThat(progress).hasSize(5);
    }
}
