// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.rekeying.mapping.MappingReader;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.Finding;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of corpus, on the oldest and the newest server. */
class CorpusInspectorIT {
    static Stream<Arguments> variants() {
        return Stream.of(TestServer.Version.values())
                .flatMap(version -> Stream.of(SchemaVariant.values()).map(variant -> Arguments.of(version, variant)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void inspect_findsEveryCarrierAndNothingElse(TestServer.Version version, SchemaVariant variant) {
        TestDatabase test = TestServer.shared(version).database();
        variant.create(test, 40);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            Inspection inspection =
                    database.with(session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping())));
            assertThat(inspection.findings())
                    .filteredOn(finding -> finding.severity() == Finding.Severity.REFUSAL)
                    .isEmpty();
            assertThat(carriers(inspection.schema().orElseThrow()))
                    .containsExactlyInAnyOrderElementsOf(variant.carriers());
            assertThat(inspection.fingerprint()).matches("[0-9a-f]{64}");
        }
    }

    private static List<String> carriers(CorpusSchema schema) {
        return schema.tables().stream()
                .flatMap(table -> table.carriers().stream()
                        .map(carrier -> table.relation().name() + "."
                                + carrier.column().name()
                                + carrier.path().map(Object::toString).orElse("") + " " + carrier.space() + " "
                                + carrier.origin()))
                .toList();
    }
}
