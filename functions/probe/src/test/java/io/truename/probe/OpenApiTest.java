// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.openapi.OpenApiDocument;
import org.junit.jupiter.api.Test;

/** Test of the description by itself. */
class OpenApiTest {
    @Test
    void document_isCompleteAndLegal() {
        OpenApiDocument document = OpenApiDocument.beside(ProbeRoutes.class);
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(21);
    }
}
