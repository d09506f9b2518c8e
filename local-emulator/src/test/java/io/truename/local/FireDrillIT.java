// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.observability.policy.AlertPolicies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every alert of the catalog is made to fire and to close again by its cause, on a running local cloud. */
class FireDrillIT {
    private static final Catalog CATALOG = CatalogReader.read(Path.of("../terraform/catalog"));

    // Minutes on a busy machine; without the property, it does not run.
    @EnabledIfSystemProperty(named = "truename.drill", matches = "true")
    @Test
    void drill_opensAndClosesEveryAlert(@TempDir Path temporary) throws Exception {
        List<String> alerts = AlertPolicies.of(CATALOG, "any", name -> "").stream()
                .map(policy -> policy.getName().replaceFirst(".*/", ""))
                .toList();
        assertThat(alerts).hasSizeGreaterThan(30);
        try (LocalProcess drill =
                LocalProcess.start(temporary, "--drill", "--port", String.valueOf(LocalProcess.freePort()))) {
            assertThat(drill.awaitExit(Duration.ofMinutes(15)))
                    .as(drill.output())
                    .isZero();
            assertThat(alerts)
                    .allSatisfy(alert -> assertThat(drill.output())
                            .containsPattern(" " + alert + " +P[123] +\\d+ min +-?\\d+ min "));
            // A point that is written proves the policy, not the way from the cause to it.
            assertThat(drill.output().lines().filter(line -> line.contains(" written: ")))
                    .hasSize(1);
        }
    }
}
