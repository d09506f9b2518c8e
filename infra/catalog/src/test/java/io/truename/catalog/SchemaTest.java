// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schemas, for editors and Terraform: they accept the published files, and refuse the mistakes they can see. */
class SchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "functions",
                "events",
                "metrics",
                "slos",
                "alerts",
                "dashboards",
                "components",
                "actions",
                "trends",
                "prices"
            })
    void schema_acceptsThePublishedFile(String name) throws IOException {
        String yaml = Files.readString(CatalogFiles.FOLDER.resolve(name + ".yaml"));
        assertThat(validate(name, yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "functions | {functions: {f: {description: d}}, topics: {}, subscriptions: {}, schedules: {}}",
                "events | {events: {One: {description: d, functions: [generate], severity: [INFO], fields: {}}}}",
                "events | {events: {a.b: {description: d, functions: [generate], severity: [DEBUG], fields: {}}}}",
                "events | {events: {a.b: {description: d, functions: [generate], severity: [INFO], fields: {count: {type: number, description: d}}}}}",
                "events | {events: {a.b: {description: d, functions: [generate], severity: [INFO], fields: {o: {type: object, description: d}}}}}",
                "metrics | {metrics: {a/b: {description: d, source: {log: {event: e}}, kind: GAUGE, valueType: INT64, unit: s}}}",
                "metrics | {metrics: {a/b: {description: d, source: {function: f}, kind: DELTA, valueType: INT64, unit: s}}}",
                "metrics | {metrics: {a/b: {description: d, source: {function: f}, kind: GAUGE, valueType: DISTRIBUTION, unit: s}}}",
                "metrics | {metrics: {a/b: {description: d, source: {function: f}, kind: GAUGE, valueType: INT64, unit: s, labels: {stage: {description: d}}}}}",
                "metrics | {metrics: {a/b: {description: d, source: {function: f}, kind: GAUGE, valueType: INT64, unit: s, labels: {Stage: {description: d, values: [a]}}}}}",
                "slos | {burnRates: {}, slos: {a: {description: d, goal: 1.5, rollingDays: 30, source: s, burnRates: b, indicator: {windows: {series: {metric: a/b}, seconds: 300, from: 1}}}}}",
                "slos | {burnRates: {}, slos: {a: {description: d, goal: 0.9, rollingDays: 30, source: s, burnRates: b, indicator: {}}}}",
                "alerts | {severities: {}, alerts: {}}",
                "components | {components: {a: {description: d, needs: []}}}",
                "actions | {actions: {reboot: {description: d}}}",
                "actions | {actions: {warm-cache: {description: d, enabled: off, alerts: [a], afterMinutes: {value: 5}, repeats: {value: 2, source: s}, quietMinutes: {value: 5, source: s}, coolDownMinutes: {value: 5, source: s}, perDay: {value: 5, source: s}}}}",
                "trends | {regressions: {a: {description: d, query: q, unit: u, worse: {by: much, least: 1, days: 1, source: s}}}, limits: {}, scaling: {}, anomalies: {}}",
                "trends | {regressions: {}, limits: {a: {description: d, query: q, unit: u, limit: 3}}, scaling: {}, anomalies: {}}",
                "prices | {prices: {a: {usd: 1, unit: h, free: 0, read: yesterday, source: s}}, usage: {}}",
                "dashboards | {dashboards: {a: {title: t, sections: [{title: t, columns: 5, alerts: P1}]}}}",
                "dashboards | {dashboards: {a: {title: t, sections: [{title: t, columns: 1, panels: [{title: t, kind: pie, incidents: true}]}]}}}",
                "dashboards | {dashboards: {a: {title: t, sections: [{title: t, columns: 1, panels: [{title: t, slo: {name: a, show: burn}}]}]}}}",
                "metrics | {metrics: {ab: {description: d, source: {function: f}, kind: GAUGE, valueType: INT64, unit: s}}}",
            })
    void schema_refuses(String name, String yaml) throws IOException {
        assertThat(validate(name, yaml)).isNotEmpty();
    }

    @Test
    void schemas_refuseUnknownFieldsAtTheTop() throws IOException {
        assertThat(validate("metrics", "{metrics: {}, more: 1}")).isNotEmpty();
        assertThat(validate("events", "{events: {}, more: 1}")).isNotEmpty();
    }

    private static Set<ValidationMessage> validate(String name, String yaml) throws IOException {
        String schema = Files.readString(CatalogFiles.FOLDER.resolve("schema").resolve(name + ".schema.json"));
        JsonSchema read =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        JsonNode content = MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        return read.validate(content);
    }
}
