// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import io.truename.workbench.rekey.Engines;
import io.truename.workbench.rekey.SampleCorpus;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run of what the command {@code live-load} does at length. */
class LiveLoadIT {
    @LongSuite
    @ParameterizedTest
    @ValueSource(strings = {"truename", "truename-inputs", "truename-positions"})
    void migrationAndRollback_loseNoWriteAndMisleadNoReader(String engine) throws SQLException, InterruptedException {
        LiveLoadResult result = new LiveLoad(
                        Engines.named(engine),
                        new SampleCorpus(300, 10, 16),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(10))
                .run(TestServer.shared(TestServer.Version.NEWEST));
        assertThat(result.wrong()).as(result.markdown()).isEmpty();
        assertThat(result.stranded()).as(result.markdown()).isZero();
        assertThat(result.wrongReads()).isZero();
        assertThat(result.retries()).as("writers met moved documents").isPositive();
    }
}
