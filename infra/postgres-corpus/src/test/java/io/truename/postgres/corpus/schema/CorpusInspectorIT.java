// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
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
        TestDatabase test = CorpusDatabase.withOurTables(version);
        variant.create(test, 40);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            Inspection inspection =
                    database.with(session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping())));
            assertThat(inspection.findings())
                    .filteredOn(finding -> finding.severity() == Finding.Severity.REFUSAL)
                    .isEmpty();
            assertThat(idColumns(inspection.schema().orElseThrow()))
                    .containsExactlyInAnyOrderElementsOf(variant.idColumns());
            assertThat(inspection.fingerprint()).matches("[0-9a-f]{64}");
        }
    }

    private static List<String> idColumns(CorpusSchema schema) {
        return schema.tables().stream()
                .flatMap(table -> table.idColumns().stream()
                        .map(idColumn -> table.relation().name() + "."
                                + idColumn.column().name()
                                + idColumn.path().map(Object::toString).orElse("")
                                + idColumn.pattern()
                                        .map(pattern -> " " + pattern)
                                        .orElse("")
                                + " " + idColumn.space() + " "
                                + idColumn.origin()))
                .toList();
    }
}
