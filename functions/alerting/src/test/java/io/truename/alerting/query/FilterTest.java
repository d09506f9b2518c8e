// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.alerting.series.SeriesKey;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTest {
    private static final SeriesKey KEY = SeriesKey.of(
            "run.googleapis.com/request_count",
            Map.of("response_code", "200", "response_code_class", "2xx", "quote", "a \"b\" \\"),
            "cloud_run_revision",
            Map.of("service_name", "generate", "location", "local"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metric.type = \"run.googleapis.com/request_count\"",
                "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\"",
                "metric.type=\"run.googleapis.com/request_count\" resource.type=\"cloud_run_revision\"",
                "resource.label.service_name = \"generate\"",
                "resource.label.\"service_name\" = \"generate\"",
                "metric.labels.response_code = 200",
                "metric.labels.response_code != \"500\"",
                "metric.labels.absent != \"x\"",
                "metric.labels.absent = \"\"",
                "metric.type = starts_with(\"run.\")",
                "metric.type = ends_with(\"_count\")",
                "metric.type = has_substring(\"googleapis\")",
                "metric.type != has_substring(\"pubsub\")",
                "metric.labels.response_code_class = one_of(\"2xx\", \"3xx\")",
                "metric.labels.response_code = monitoring.regex.full_match(\"2..\")",
                "metric.labels.response_code != monitoring.regex.full_match(\"2\")",
                "NOT metric.labels.response_code = \"500\"",
                "-metric.labels.response_code = \"500\"",
                "NOT (metric.labels.response_code = \"500\" OR resource.type = \"global\")",
                "resource.type = \"global\" OR resource.type = \"cloud_run_revision\"",
                "metric.labels.quote = \"a \\\"b\\\" \\\\\"",
                // OR first: (false OR true) AND true
                "resource.type = \"global\" OR metric.labels.response_code = \"200\" AND resource.labels.location = local",
            })
    void filter_accepts(String filter) {
        assertThat(Filter.parse(filter).accepts(KEY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metric.type = \"run.googleapis.com/request\"",
                "metric.labels.response_code = \"20\"",
                "metric.labels.response_code = starts_with(\"3\")",
                "metric.labels.response_code = one_of(\"500\")",
                "resource.labels.service_name = \"migrate\"",
                "metric.type != \"run.googleapis.com/request_count\"",
                "NOT resource.type = \"cloud_run_revision\"",
                "resource.type = \"cloud_run_revision\" AND resource.labels.location = \"x\"",
                // OR first: true AND (false OR false)
                "resource.labels.location = local AND resource.type = \"global\" OR metric.labels.response_code = \"500\"",
            })
    void filter_rejects(String filter) {
        assertThat(Filter.parse(filter).accepts(KEY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metric.type|11|expected = or !=",
                "metric.type =|13|expected a value",
                "metric.type = \"x|14|closing quote",
                "metric.type > \"x\"|12|not supported",
                "metric.type : \"x\"|12|not supported",
                "metric.kind = \"x\"|0|expected a field",
                "metadata.user_labels.x = \"y\"|0|filters by metadata",
                "group.id = \"1\"|0|filters by group",
                "project = \"p\"|0|filters by project",
                "metric.labels. = \"x\"|15|label's key",
                "metric.type = like(\"x\")|14|no function like",
                "metric.type = starts_with(x)|26|double quotes",
                "metric.type = starts_with(\"x\", \"y\")|26|takes one text",
                "metric.type = monitoring.regex.full_match(\"(\")|42|malformed",
                "(metric.type = \"x\"|18|expected )",
                "metric.type = \"x\" )|18|expected AND",
                "metric.type = \"x\" AND|21|expected a field",
            })
    void filter_thatCannotBeRead_namesTheCharacter(String filter, int position, String problem) {
        FilterException failure = catchThrowableOfType(FilterException.class, () -> Filter.parse(filter));
        assertThat(failure).isNotNull().hasMessageContaining(problem);
        assertThat(failure.position()).isEqualTo(position);
        assertThat(failure.remedy()).endsWith(".");
    }

    @Test
    void metricType_isThatOfAllAcceptedSeries() {
        assertThat(Filter.parse("resource.type = \"x\" AND (metric.type = \"a/b\")")
                        .metricType())
                .contains("a/b");
        assertThat(Filter.parse("metric.type = \"a/b\" OR metric.type = \"c\"").metricType())
                .isEmpty();
        assertThat(Filter.parse("NOT metric.type = \"a/b\"").metricType()).isEmpty();
        assertThat(Filter.parse("metric.type = starts_with(\"a\")").metricType())
                .isEmpty();
    }
}
