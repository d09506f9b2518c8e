// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.rekeying.run.RunSettings;
import io.truename.testkit.openapi.OpenApiDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsBodyTest {
    private final OpenApiDocument description = OpenApiDocument.beside(MigrateRoutes.class);
    private final FieldProblems problems = new FieldProblems();

    @Test
    void read_nothing_isTheDefault() {
        assertThat(read("{}")).isEqualTo(RunSettings.DEFAULT);
        assertThat(problems.found()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"workers\":16}",
                "{\"workers\":1.0}",
                "{\"workers\":16.00,\"recentDays\":365e2,\"mostRowsPerSecond\":-0.0}",
                "{\"window\":null}",
                "{\"window\":{\"from\":\"00:00\",\"until\":\"23:59\"}}",
                "{\"window\":{\"from\":\"00:00\",\"until\":\"00:00\"}}",
                "{\"targetBatchSeconds\":0.05,\"quarantineLimit\":1}",
                "{\"onFailure\":\"roll-back\",\"strategy\":\"hybrid\",\"onCollision\":\"fail\"}"
            })
    void read_legal_isAsDescribed(String body) throws Exception {
        read(body);
        assertThat(problems.listed()).isEmpty();
        assertThat(description.requestErrors("/migrations", body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"workers\":17}",
                "{\"workers\":1.5}",
                "{\"workers\":\"1\"}",
                "{\"workers\":null}",
                "{\"workers\":1e400}",
                "{\"mostRowsPerSecond\":9007199254740993.0}",
                "{\"strategy\":\"FULL\"}",
                "{\"strategy\":7}",
                "{\"dryRun\":\"true\"}",
                "{\"quarantineLimit\":1.01}",
                "{\"targetBatchSeconds\":0}",
                "{\"mostRowsPerSecond\":-1}",
                "{\"window\":[]}",
                "{\"window\":{\"from\":\"22:00\"}}",
                "{\"window\":{\"from\":\"22:00\",\"until\":\"24:00\"}}",
                "{\"window\":{\"from\":\"22:00\",\"until\":\"05:00\",\"zone\":\"UTC\"}}",
                "{\"Strategy\":\"full\"}"
            })
    void read_illegal_isAsDescribed(String body) throws Exception {
        read(body);
        assertThat(problems.listed()).isNotEmpty();
        assertThat(description.requestErrors("/migrations", body)).isNotEmpty();
    }

    /** The library that checks the description rounds these to the bound itself; the reader must not. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"workers\":16.0000000000000000000001}", "{\"quarantineLimit\":-1e-400}"})
    void read_beyondABound_byLessThanFloatingPointTells_isAProblem(String body) {
        read(body);
        assertThat(problems.listed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{} {}",
                "null",
                "{\"workers\":1,\"workers\":2}",
                "{\"workers\":01}",
                "{\"workers\":1e99999999999}"
            })
    void read_noSingleObject_isAProblem(String body) {
        read(body);
        assertThat(problems.listed()).isNotEmpty();
    }

    @Test
    void read_problem_neverHoldsTheValue() {
        read("{\"strategy\":\"secret\",\"secret-name\":{\"a\":[1]}}");
        assertThat(problems.listed())
                .containsExactly(
                        new FieldProblem("/strategy", "must be one of full, hybrid, forward-only", "6 characters"),
                        new FieldProblem("/secret-name", "is not a field here; remove it", "an object"));
    }

    private RunSettings read(String body) {
        return SettingsBody.read(body.getBytes(StandardCharsets.UTF_8), problems);
    }
}
