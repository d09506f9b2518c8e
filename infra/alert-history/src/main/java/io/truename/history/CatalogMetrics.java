// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;

/** Metrics of a catalog by name. */
final class CatalogMetrics {
    private CatalogMetrics() {}

    static MetricSpec require(Catalog catalog, String name) {
        MetricSpec metric = catalog.metrics().get(name);
        if (metric == null) {
            throw new IllegalStateException("metrics.yaml has no metric " + name);
        }
        return metric;
    }
}
