// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageEvent;
import io.truename.probing.stage.StageEventFields;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredRowsIT {
    private static final Instant NOW = Instant.parse("2026-03-04T12:30:00Z");

    @ParameterizedTest
    @EnumSource(
            value = SchemaVariant.class,
            names = {"SAMPLE_PIPELINE", "SEVERAL_CHUNK_TABLES", "TEXT_IDS_LOWER", "TEXT_IDS_UPPER"})
    void look_findsTheDocumentWithFewerRows_andNoOther(SchemaVariant variant) {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        variant.create(test, 6);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 3)) {
            CorpusSchema schema = database.with(
                            session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping())))
                    .schema()
                    .orElseThrow();
            List<StageEvent> events = new ArrayList<>();
            List<String> ids = documents(test, schema);
            for (String id : ids) {
                events.add(chunked(id, Math.max(1, stored(test, schema, id)), 0));
            }
            // It was deleted since.
            events.add(chunked("7d444840-9dc0-41d1-b245-5ffdce74fad2", 5, 0));
            StageEventIntake intake = new StageEventIntake(database, Clock.fixed(NOW, ZoneOffset.UTC));
            intake.record(events);
            StoredRows rows = new StoredRows(schema);
            List<String> without = ids.stream()
                    .filter(id -> stored(test, schema, id) == 0)
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .toList();
            assertThat(look(rows, database).samples()).containsExactlyInAnyOrderElementsOf(without);

            String wanting = ids.stream()
                    .filter(id -> stored(test, schema, id) > 0)
                    .findFirst()
                    .orElseThrow();
            test.execute("DELETE FROM truename.stage_document");
            intake.record(List.of(chunked(wanting, stored(test, schema, wanting) + 1L, 1)));
            StoredRows.Fewer fewer = look(rows, database);
            assertThat(fewer).isEqualTo(new StoredRows.Fewer(1, List.of(wanting.toLowerCase(Locale.ROOT)), true));

            // It was cut again, so that the number is not known.
            intake.record(List.of(chunked(wanting, 1, 2)));
            assertThat(look(rows, database).documents()).isZero();
        }
    }

    private static StoredRows.Fewer look(StoredRows rows, Database database) {
        return rows.look(database, database, NOW.minus(Duration.ofHours(24)), NOW);
    }

    private static List<String> documents(TestDatabase test, CorpusSchema schema) {
        return test.rows("SELECT " + RecipeSql.column(schema.documents().id(), "t") + "::text FROM "
                + TableSql.quoted(schema.documents().table()) + " t");
    }

    private static long stored(TestDatabase test, CorpusSchema schema, String id) {
        String counts = schema.chunks().stream()
                .map(chunks -> "(SELECT count(*) FROM " + TableSql.quoted(chunks.table()) + " t WHERE " + column(chunks)
                        + " = '" + id + "')")
                .collect(Collectors.joining(" + "));
        return Long.parseLong(test.value("SELECT " + counts));
    }

    private static String column(ChunkTable chunks) {
        return RecipeSql.column(chunks.document(), "t") + "::text";
    }

    private static StageEvent chunked(String id, long rows, int seconds) {
        StageEventFields fields = new StageEventFields(
                Stage.CHUNKED,
                DocumentId.parse(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.minus(Duration.ofHours(1)).plusSeconds(seconds)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rows),
                StageAttempt.NOT_TOLD);
        return StageEvent.of(fields, Namespace.DEFAULT, NOW);
    }
}
