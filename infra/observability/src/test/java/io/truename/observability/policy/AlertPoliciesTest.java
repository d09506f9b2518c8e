// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.ListAlertPoliciesResponse;
import com.google.protobuf.util.JsonFormat;
import io.truename.alerting.policy.PolicyCheck;
import io.truename.alerting.query.Filter;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AlertPoliciesTest {
    private static final Path TERRAFORM = Path.of("../../terraform");
    private static final Pattern QUERIED = Pattern.compile("[a-z]+_googleapis_com:[a-z0-9_]+");

    private final Catalog catalog = CatalogReader.read(
            name -> Files.newBufferedReader(TERRAFORM.resolve("catalog").resolve(name)));
    private final List<AlertPolicy> policies = AlertPolicies.of(catalog, "demo-project", runbook -> "");

    @Test
    void policies_areThoseOfTerraform() throws IOException {
        ListAlertPoliciesResponse.Builder read = ListAlertPoliciesResponse.newBuilder();
        JsonFormat.parser()
                .merge("{\"alertPolicies\": " + Files.readString(TERRAFORM.resolve("tests/policies.json")) + "}", read);
        Map<Map<String, String>, AlertPolicy> planned = read.getAlertPoliciesList().stream()
                .collect(Collectors.toMap(AlertPolicy::getUserLabelsMap, policy -> policy));
        assertThat(policies)
                .hasSameSizeAs(planned.values())
                .allSatisfy(policy -> assertThat(compared(policy)).isEqualTo(planned.get(policy.getUserLabelsMap())));
    }

    /** Without names and texts, which Terraform does not plan or the file leaves out. */
    private static AlertPolicy compared(AlertPolicy policy) {
        AlertPolicy.Builder compared = policy.toBuilder().clearName();
        compared.getConditionsBuilderList().forEach(Condition.Builder::clearName);
        compared.getDocumentationBuilder().clearContent();
        return compared.build();
    }

    @Test
    void names_areUnique() {
        assertThat(policies).extracting(AlertPolicy::getName).doesNotHaveDuplicates();
    }

    @Test
    void policies_areTakenByTheApi() {
        assertThat(policies)
                .allSatisfy(policy -> assertThat(PolicyCheck.problems(policy)).isEmpty());
    }

    @Test
    void conditions_nameMetricsOfTheCatalog() {
        List<String> types =
                catalog.metrics().values().stream().map(MetricSpec::type).toList();
        List<String> names = catalog.metrics().values().stream()
                .flatMap(metric -> metric.promqlNames().stream())
                .toList();
        List<String> foundTypes = new ArrayList<>();
        List<String> foundNames = new ArrayList<>();
        policies.stream().flatMap(policy -> policy.getConditionsList().stream()).forEach(condition -> {
            String filter = condition.hasConditionAbsent()
                    ? condition.getConditionAbsent().getFilter()
                    : condition.getConditionThreshold().getFilter();
            if (condition.hasConditionPrometheusQueryLanguage()) {
                String query = condition.getConditionPrometheusQueryLanguage().getQuery();
                foundNames.addAll(QUERIED.matcher(query)
                        .results()
                        .map(match -> match.group())
                        .toList());
            } else if (!filter.startsWith("select_slo_")) {
                foundTypes.add(Filter.parse(filter).metricType().orElseThrow());
            }
        });
        assertThat(types).containsAll(foundTypes);
        assertThat(names).containsAll(foundNames);
        assertThat(foundNames).isNotEmpty();
    }

    @Test
    void policy_carriesTheRunbookOfItsAlertOrObjective() {
        assertThat(AlertPolicies.of(catalog, "demo-project", runbook -> "# " + runbook))
                .allSatisfy(policy -> assertThat(policy.getDocumentation().getContent())
                        .isEqualTo("# "
                                + policy.getUserLabelsOrDefault("alert", policy.getUserLabelsOrDefault("slo", ""))));
    }
}
