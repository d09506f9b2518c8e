// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.report.http.ReportRoutes;
import io.truename.testkit.openapi.OpenApiDocument;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Test of the description by itself, and of its rules against those of the code. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.beside(ReportRoutes.class);

    @Test
    void document_isCompleteAndLegal() {
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(21);
    }

    @Test
    void enumerations_areThoseOfTheCode() {
        assertThat(document.values("/components/schemas/Report/properties/kind"))
                .isEqualTo(Arrays.stream(Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(document.values("/components/schemas/Report/properties/state"))
                .isEqualTo(Arrays.stream(State.values()).map(Enum::name).toList());
    }
}
