// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, over the examples and over changed copies of them. */
final class TruenameAlertsTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    Path directory;

    private record Result(int status, String out, String err) {}

    private static Result run(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = TruenameAlerts.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "test",
                file.toString());
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Result runChanged(String file, String old, String replacement) throws IOException {
        try (var examples = Files.list(EXAMPLES)) {
            for (Path example : examples.toList()) {
                String text = Files.readString(example);
                String name = example.getFileName().toString();
                if (name.equals(file)) {
                    assertThat(text).contains(old);
                    text = text.replace(old, replacement);
                }
                Files.writeString(directory.resolve(name), text);
            }
        }
        return run(directory.resolve("cases.yaml"));
    }

    @Test
    void examples_areMet() {
        Result result = run(EXAMPLES.resolve("cases.yaml"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("14 expectations, all met").doesNotContain("WRONG");
        assertThat(result.status()).isZero();
    }

    /** The policies that Terraform makes of the catalog, PromQL among them, fire when their cases say so. */
    @Test
    void casesOfTheCatalog_areMet() {
        Result result = run(Path.of("../../terraform/tests/cases.yaml"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("all met").doesNotContain("WRONG");
        assertThat(result.status()).isZero();
    }

    @Test
    void promql_outsideOfTheSubset_isRefused() throws IOException {
        Path policies = Files.writeString(directory.resolve("policies.yaml"), """
                - displayName: Sub
                  combiner: OR
                  conditions:
                    - displayName: c
                      conditionPrometheusQueryLanguage: {query: "label_join(up, '')", duration: 60s}
                """);
        Path cases = Files.writeString(directory.resolve("cases.yaml"), """
                policies: [%s]
                cases:
                  - name: n
                    series: [{metric: a.example/b, values: 1x9}]
                    expect: [{at: 5m, policy: Sub, firing: true}]
                """.formatted(policies.getFileName()));
        Result result = run(cases);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err() + result.out()).contains("label_join is not supported");
    }

    /** The case that the README shows works as it stands there, with a policy named Disk. */
    @Test
    void readme_isMet() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
        Files.copy(EXAMPLES.resolve("plan.json"), directory.resolve("policies.json"));
        Path cases = directory.resolve("readme.yaml");
        Files.writeString(cases, readme.substring(start, readme.indexOf("```", start)));
        assertThat(run(cases).out())
                .contains("fired from 7m and is open: \"Disk\", condition \"nearly full\", {disk=a}")
                .contains("2 expectations, all met");
    }

    @Test
    void difference_isExplained() throws IOException {
        Result result = runChanged("policies.json", "\"thresholdValue\": 5", "\"thresholdValue\": 7");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("WRONG at 7m \"Errors\" should be firing for 1 certain series, and is not firing")
                .contains("{} of resource {service_name=shop} is 6, not above 7")
                .contains("14 expectations, 1 not met");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cases.yaml    | metric: run         | metrik: run       | cases[0].series[0]: there is no field metrik",
                "cases.yaml    | values: 1x20        | values: 1y20      | cases[0].series[1].values: \"1y20\" is no value",
                "cases.yaml    | policy: Disk        | policy: Disc      | cases[2].expect[0].policy: there is no policy",
                "cases.yaml    | at: 11m             | at: 90s           | cases[1].expect[1].at: nothing is evaluated at",
                "cases.yaml    | at: 11m             | at: soon          | cases[1].expect[1].at: \"soon\" is no length",
                "cases.yaml    | kind: DELTA         | kind: SUM         | cases[0].series[0].kind: there is no SUM",
                "cases.yaml    | plan.json           | other.json        | it cannot be read",
                "cases.yaml    | cases:              | cases: ]          | line 4",
                "policies.json | COMPARISON_GT       | COMPARISON_GE     | conditions[0].condition_threshold.comparison",
                "policies.json | thresholdValue      | threshold         | threshold",
                "policies.yaml | duration: 120s      | duration: 60s     | conditions[1].condition_absent.duration",
                "cases.yaml    | buckets: [50,       | buckets: [500,    | cases[4].series[0].buckets",
                "cases.yaml    | count: 90           | count: 0          | cases[4].series[0].count",
                "slos.yaml     | - name: projects    | - display_name: p  | objective 1: name is missing",
                "slos.yaml     | goal: 0.999         | target: 0.999      | objective 1",
                "policies.yaml | services/shop       | services/other     | no service level objective",
                "plan.json     | google_monitoring_alert_policy\" | x\" | it holds no alert policy",
            })
    void input_isRefusedByPlace(String file, String old, String replacement, String message) throws IOException {
        Result result = runChanged(file, old, replacement);
        assertThat(result.err())
                .contains(message)
                .contains(
                        message.startsWith("no service")
                                ? "cases.yaml"
                                : old.equals("plan.json") ? "other.json" : file);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    /** The same objective as Terraform plans it, with every block a list, instead of the file that the examples have. */
    @Test
    void objective_fromPlan() throws IOException {
        Files.writeString(directory.resolve("planned.json"), """
                {"planned_values": {"root_module": {"resources": [{"type": "google_monitoring_slo", "values": {
                  "project": "p", "service": "shop", "slo_id": "availability", "goal": 0.999, "rolling_period_days": 30,
                  "calendar_period": null, "basic_sli": [], "windows_based_sli": [], "request_based_sli": [{
                    "distribution_cut": [], "good_total_ratio": [{"good_service_filter": "",
                      "bad_service_filter": "metric.type = \\"custom.googleapis.com/shop/failures\\"",
                      "total_service_filter": "metric.type = \\"custom.googleapis.com/shop/requests\\""}]}]}}]}}}
                """);
        assertThat(runChanged("cases.yaml", "slos.yaml", "planned.json").out()).contains("14 expectations, all met");
    }
}
