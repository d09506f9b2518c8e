// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentNegotiationTest {
    private enum Form {
        JSON("application/json"),
        MARKDOWN("text/markdown"),
        HTML("text/html");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'' | JSON",
                "*/* | JSON",
                "application/json | JSON",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML",
                "text/markdown | MARKDOWN",
                "TEXT/Markdown; charset=utf-8 | MARKDOWN",
                "text/* | MARKDOWN",
                "text/*;q=0.5, text/html | HTML",
                "text/*, text/markdown;q=0 | HTML",
                "*/*, application/json;q=0.1 | MARKDOWN",
                "application/json;q=0 | -",
                "application/json;q=x | -",
                "application/pdf | -",
                ",;,; | -"
            })
    void choose_header_findsTheForm(String accept, String form) {
        assertThat(ContentNegotiation.choose(
                                Optional.of(accept), List.of(Form.values()), representation -> representation.mediaType)
                        .map(Form::name))
                .isEqualTo(Optional.ofNullable(form));
    }
}
