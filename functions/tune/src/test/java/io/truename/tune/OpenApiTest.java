// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.tune.http.TuneRoutes;
import io.truename.tuning.baseline.Season;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Test of the description by itself, and of its rules against those of the code. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.beside(TuneRoutes.class);

    @Test
    void document_isCompleteAndLegal() {
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(23);
    }

    @Test
    void enumerations_areThoseOfTheCode() {
        assertThat(document.values("/components/schemas/Baseline/properties/season"))
                .isEqualTo(Arrays.stream(Season.values()).map(Enum::name).toList());
    }
}
