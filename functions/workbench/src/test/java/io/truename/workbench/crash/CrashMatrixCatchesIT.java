// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.StepPoint;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.CarelessMigration;
import io.truename.workbench.rekey.Direction;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The matrix is worth something only if an engine that records in another transaction than it moves fails in it. */
@LongSuite
class CrashMatrixCatchesIT {
    private static CrashMatrix matrix;

    @BeforeAll
    static void open() {
        matrix = new CrashMatrix(new CarelessMigration(), TestServer.Version.NEWEST, Duration.ofSeconds(6));
    }

    @AfterAll
    static void close() {
        matrix.close();
    }

    @Test
    void recordsApart_cutBetween() {
        CellResult result = matrix.play(new Cell(FaultScenario.CUT_BEFORE, StepPoint.RECORD, Direction.FORWARD));
        assertThat(result.wrong()).isNotEmpty();
        assertThat(result.wrong().get(0)).contains("not where the map says");
    }

    @Test
    void recordsApart_undisturbed() {
        CellResult result = matrix.play(new Cell(FaultScenario.CLOCK_AHEAD, StepPoint.RECORD, Direction.FORWARD));
        assertThat(result.wrong()).isEmpty();
    }
}
