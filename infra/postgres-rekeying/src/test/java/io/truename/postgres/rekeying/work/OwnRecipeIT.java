// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.TableContents;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A recipe of one's own, checked with PostgreSQL's own function. */
class OwnRecipeIT {
    private static final String CHUNKS = "5b0f9c2e-8f4b-4d5e-9d0c-2b8f0f6f3a11";
    private static final String MAPPING = """
            namespace: 6ba7b811-9dad-11d1-80b4-00c04fd430c8
            recipe:
              documents: '{user}/{contentHash}'
              chunks: '{document}#{ordinal}'
              chunkNamespace: %s
              alphabets: {user: 'a-z0-9-'}
            documents: {table: app.documents, id: id, user: tenant, contentHash: {column: meta, path: $.sha}}
            chunks: {table: app.chunks, id: id, document: document_id, ordinal: n}
            """.formatted(CHUNKS);

    private static final String UNTRUE = """
            SELECT (SELECT count(*) FROM app.documents WHERE tenant <> 'Out:side'
                       AND id <> extensions.uuid_generate_v5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', tenant || '/' || (meta ->> 'sha')))
                 + (SELECT count(*) FROM app.chunks JOIN app.documents d ON d.id = document_id WHERE tenant <> 'Out:side'
                       AND app.chunks.id <> extensions.uuid_generate_v5('%s', document_id || '#' || n))
            """.formatted(CHUNKS);

    private static void create(TestDatabase corpus) {
        corpus.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text, meta jsonb);
                CREATE TABLE app.chunks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                                         document_id uuid REFERENCES app.documents, n integer, UNIQUE (document_id, n));
                INSERT INTO app.documents (tenant, meta)
                SELECT 'tenant-' || n % 3, jsonb_build_object('sha', encode(sha256(n::text::bytea), 'hex')) FROM generate_series(1, 40) n;
                INSERT INTO app.documents (tenant, meta) SELECT 'Out:side', meta FROM app.documents LIMIT 1;
                INSERT INTO app.chunks (document_id, n) SELECT id, n FROM app.documents, generate_series(0, 3) n""");
    }

    @ParameterizedTest
    @EnumSource
    void run_givesIdsOfTheRecipe_andTheWayBackIsExact(Version version) {
        TestDatabase corpus = Migration.database(version);
        create(corpus);
        Map<String, String> before = TableContents.of(corpus, Set.of());
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().done()).isEqualTo(40);
            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.reason())
                            .contains("must have the characters a-z0-9- only")
                            .doesNotContain("Out:side"));
            assertThat(corpus.value(UNTRUE)).isEqualTo("0");

            migration.rolledBack(run);

            assertThat(TableContents.of(corpus, Set.of())).isEqualTo(before);
        }
    }

    /** Ids that somebody else's program made in the same way are true: nothing is to be moved. */
    @ParameterizedTest
    @EnumSource
    void idsThatAreAlreadyMadeLikeThis_areTrue(Version version) {
        TestDatabase corpus = Migration.database(version);
        create(corpus);
        corpus.execute("""
                DELETE FROM app.chunks; DELETE FROM app.documents WHERE tenant = 'Out:side';
                UPDATE app.documents
                   SET id = extensions.uuid_generate_v5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', tenant || '/' || (meta ->> 'sha'));
                INSERT INTO app.chunks SELECT extensions.uuid_generate_v5('%s', id || '#' || n), id, n
                  FROM app.documents, generate_series(0, 3) n""".formatted(CHUNKS));
        Map<String, String> before = TableContents.of(corpus, Set.of());
        try (Migration migration = Migration.of(corpus, MAPPING)) {
            RunView finished = migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            assertThat(finished.documents().done()).isZero();
            assertThat(finished.chunks().done()).isZero();
            assertThat(TableContents.of(corpus, Set.of())).isEqualTo(before);
        }
    }
}
