// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.Finding;
import io.truename.edge.json.EnumNames;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.openapi.OpenApiDocument;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The description by itself; {@link MigrateIT} holds every live answer against it, and it against the routes. */
class OpenApiTest {
    @Test
    void document_isCompleteAndLegal() {
        OpenApiDocument document = OpenApiDocument.beside(MigrateRoutes.class);
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(29);
    }

    @Test
    void enumerations_areThoseOfTheCode() {
        OpenApiDocument document = OpenApiDocument.beside(MigrateRoutes.class);
        String schemas = "/components/schemas/";
        assertThat(document.values(schemas + "Run/properties/state")).isEqualTo(names(RunState.values()));
        assertThat(document.values(schemas + "Run/properties/direction")).isEqualTo(names(Direction.values()));
        assertThat(document.values(schemas + "Batch/properties/direction")).isEqualTo(names(Direction.values()));
        assertThat(document.values(schemas + "Finding/properties/severity"))
                .isEqualTo(names(Finding.Severity.values()));
        assertThat(document.values(schemas + "Run/properties/commands/items"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RunCommand.values()).map(RunCommand::path).toList());
        assertThat(document.values(schemas + "Settings/properties/strategy")).isEqualTo(words(Strategy.values()));
        assertThat(document.values(schemas + "Settings/properties/onCollision"))
                .isEqualTo(words(RunSettings.OnCollision.values()));
        assertThat(document.values(schemas + "Settings/properties/onFailure"))
                .isEqualTo(words(RunSettings.OnFailure.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).<String>map(Enum::name).toList();
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).<String>map(EnumNames::of).toList();
    }
}
