// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sample of the command: one place, two phases, one schema, all faults. */
@LongSuite
class SeededFaultsIT {
    @Test
    void scans_findEveryPlantedFault_andNothingElse() throws Exception {
        List<String> progress = new ArrayList<>();
        try (SeededFaults faults = new SeededFaults(TestServer.Version.NEWEST, 7, 1, progress::add)) {
            FaultTable table = faults.sample();
            assertThat(table.found()).as(progress.toString()).isEqualTo(table.seeded());
            assertThat(table.falsely()).as(progress.toString()).isZero();
            assertThat(table.seeded()).isGreaterThan(200);
            // A column of type uuid holds nothing else.
            assertThat(table.absent()).containsOnlyKeys(FindingKind.ID_NOT_A_UUID);
            assertThat(table.markdown()).contains("| `alias.dead` |", "0 false.");
        }
    }
}
