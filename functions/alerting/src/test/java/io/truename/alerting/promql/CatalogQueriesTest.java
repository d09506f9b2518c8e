// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every PromQL query of the catalog's alerts is read, and its text reads as the same expression. */
final class CatalogQueriesTest {
    @Test
    void readsEveryQuery() throws IOException {
        List<String> queries = new ArrayList<>();
        try (Reader catalog = Files.newBufferedReader(Path.of("../../terraform/catalog/alerts.yaml"))) {
            collect(new Yaml().load(catalog), queries);
        }
        assertThat(queries).isNotEmpty().allSatisfy(query -> {
            Expression read = Expression.parse(query);
            assertThat(Expression.parse(read.toString())).isEqualTo(read);
        });
    }

    private static void collect(Object node, List<String> queries) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("promql") instanceof Map<?, ?> promql) {
                queries.add((String) promql.get("query"));
            }
            map.values().forEach(value -> collect(value, queries));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, queries));
        }
    }
}
