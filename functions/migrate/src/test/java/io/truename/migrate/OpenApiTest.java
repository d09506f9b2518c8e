// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.migrate.http.MigrateRoutes;
import io.truename.testkit.openapi.OpenApiDocument;
import org.junit.jupiter.api.Test;

/** The description by itself; {@link MigrateIT} holds every live answer against it, and it against the routes. */
class OpenApiTest {
    @Test
    void document_isCompleteAndLegal() {
        OpenApiDocument document = OpenApiDocument.beside(MigrateRoutes.class);
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(22);
    }
}
