// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.monitoring.fixture.MetricCatalogContract;

class MetricCatalogTest extends MetricCatalogContract {
    MetricCatalogTest() {
        super("migrate", MigrateMetrics.all());
    }
}
