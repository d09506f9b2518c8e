// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of the metrics that a query in PromQL reads. */
final class QueriedTypes {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private QueriedTypes() {}

    static Set<String> of(Catalog catalog, String query) {
        Set<String> named = new LinkedHashSet<>();
        Matcher names = NAME.matcher(query);
        while (names.find()) {
            catalog.metrics().values().stream()
                    .filter(metric -> metric.promqlNames().contains(names.group()))
                    .map(MetricSpec::type)
                    .forEach(named::add);
        }
        return named;
    }
}
