// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtractorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EXTRACT(jsonPayload.event) | request.answered",
                "EXTRACT(jsonPayload.count) | 7",
                "EXTRACT(jsonPayload.share) | 0.25",
                "EXTRACT(jsonPayload.ok) | true",
                "EXTRACT(jsonPayload.gone) | ``",
                "EXTRACT(jsonPayload.items) | ``",
                "EXTRACT(jsonPayload.items.document) | 3",
                "EXTRACT(jsonPayload.list) | 1",
                "EXTRACT(jsonPayload.missing) | ``",
                "EXTRACT(httpRequest.status) | 503",
                "EXTRACT(httpRequest.latency) | 1.5",
                "EXTRACT(spanId) | ``",
                "EXTRACT(labels.\"k8s.io/name\") | web",
                "EXTRACT(resource.labels.service_name) | generate",
                "EXTRACT(severity) | WARNING",
                "REGEXP_EXTRACT(jsonPayload.message, \"The (\\w+)\") | Cat",
                "REGEXP_EXTRACT(jsonPayload.message, \"(dog)\") | ``",
                "REGEXP_EXTRACT(httpRequest.status, \"^(\\d)\") | 5"
            })
    void extractor_takesTheText(String extractor, String text) {
        assertThat(Extractor.parse(extractor).text(Entries.REQUEST).orElse("")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EXTRACT(jsonPayload.count) | 7",
                "EXTRACT(jsonPayload.code) | 10",
                "EXTRACT(httpRequest.latency) | 1.5",
                "EXTRACT(jsonPayload.event) | ",
                "EXTRACT(jsonPayload.missing) | "
            })
    void extractor_takesTheNumber(String extractor, Double number) {
        assertThat(Extractor.parse(extractor).number(Entries.REQUEST).orElse(null))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jsonPayload.count",
                "EXTRACT jsonPayload.count",
                "EXTRACT(thud)",
                "EXTRACT(jsonPayload.count) more",
                "EXTRACT(jsonPayload.count",
                "REGEXP_EXTRACT(jsonPayload.count)",
                "REGEXP_EXTRACT(jsonPayload.count, \"no group\")",
                "REGEXP_EXTRACT(jsonPayload.count, \"(two) (groups)\")",
                "REGEXP_EXTRACT(jsonPayload.count, \"(\")"
            })
    void extractor_thatCannotBeRead_isRefused(String extractor) {
        assertThatThrownBy(() -> Extractor.parse(extractor)).isInstanceOf(FilterException.class);
    }
}
