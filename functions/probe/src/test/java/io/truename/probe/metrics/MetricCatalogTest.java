// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.fixture.MetricCatalogContract;
import io.truename.probe.health.HealthMetrics;
import java.util.stream.Stream;

class MetricCatalogTest extends MetricCatalogContract {
    MetricCatalogTest() {
        super(
                "probe",
                Stream.concat(ProbeMetrics.all().stream(), HealthMetrics.all().stream())
                        .toList());
    }
}
