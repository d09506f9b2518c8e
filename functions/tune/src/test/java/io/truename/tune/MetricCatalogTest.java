// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.monitoring.fixture.MetricCatalogContract;
import io.truename.tune.metrics.TuneMetrics;

class MetricCatalogTest extends MetricCatalogContract {
    MetricCatalogTest() {
        super("tune", TuneMetrics.all());
    }
}
