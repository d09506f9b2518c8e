// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.QualityReader.Quality;
import io.truename.testkit.database.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QualityReaderIT {
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant NEXT = MONDAY.plus(Duration.ofDays(7));

    private final QualityReader reader = new QualityReader();

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void windowInWhichNobodyLooked_isTold(TestServer.Version version) {
        try (Database database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 1)) {
            SchemaMigrations.run(database);
            database.with(session -> {
                assertThat(reader.quality(session, MONDAY, NEXT)).isEqualTo(new Quality(false, 0, 0, 0, 0, 0, 0));
                assertThat(reader.adoption(session, MONDAY, NEXT)).isEqualTo(new Adoption(false, 0, 0, 0, 0, 0, 0));

                session.execute("""
                        INSERT INTO truename.scan (id, kind, state, created_at, ended_at) VALUES
                          ('7d444840-9dc0-41d1-b245-5ffdce74fad2', 'full', 'DONE', '2026-11-22 22:00+00', '2026-11-23 01:00+00')""");
                // A scan that found nothing is what makes 0 a number.
                assertThat(reader.quality(session, MONDAY, NEXT).scanned()).isTrue();
                assertThat(reader.quality(session, NEXT, NEXT.plus(Duration.ofDays(7)))
                                .scanned())
                        .isFalse();
                assertThat(reader.quality(session, MONDAY.minus(Duration.ofDays(7)), MONDAY.minus(Duration.ofHours(2)))
                                .scanned())
                        .isFalse();
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void server_tellsItsLimit(TestServer.Version version) {
        try (Database database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 1)) {
            ServerReader.Limits limits = database.with(ServerReader::read);
            assertThat(limits.connections()).isEqualTo(120);
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void window_countsWhatIsInIt(TestServer.Version version) {
        try (Database database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 1)) {
            SchemaMigrations.run(database);
            database.with(session -> {
                session.execute("""
                        INSERT INTO truename.finding (fingerprint, kind, table_name, column_name, detail, state, count, first_seen, last_seen)
                        SELECT repeat(n::text, 32), 'k', 't', 'c', '', state, 1, '2026-11-24', '2026-11-24'
                        FROM (VALUES (1, 'OPEN'), (2, 'RESOLVED'), (3, 'OPEN')) AS f (n, state);
                        INSERT INTO truename.finding_history (fingerprint, at, event, count)
                        SELECT repeat(n::text, 32), at::timestamptz, event, 1 FROM (VALUES
                          (1, '2026-11-23 00:00+00', 'SEEN'), (2, '2026-11-24 00:00+00', 'SEEN'), (2, '2026-11-25 00:00+00', 'RESOLVED'),
                          (3, '2026-11-22 23:59+00', 'SEEN'), (3, '2026-11-29 23:59+00', 'REOPENED'),
                          (1, '2026-11-30 00:00+00', 'RESOLVED')) AS h (n, at, event);
                        INSERT INTO truename.self_check (result) VALUES
                          ('{"at":"2026-11-24T00:00:00Z","outcome":"agreed"}'), ('{"at":"2026-11-25T00:00:00Z","outcome":"disagreed"}'),
                          ('{"at":"2026-12-01T00:00:00Z","outcome":"disagreed"}');
                        INSERT INTO truename.retrieval_hour (hour, owner, slot, found, missed) VALUES
                          ('2026-11-24 10:00+00', 'ada', 0, 5, 0), ('2026-11-24 11:00+00', 'ada', 0, 1, 2),
                          ('2026-11-24 10:00+00', 'bob', 0, 3, 0), ('2026-11-24 10:00+00', '', 1, 7, 1), ('2026-12-01 10:00+00', 'eve', 0, 0, 9);
                        INSERT INTO truename.stage_document (id, known, first_at, uploaded_id, embedded_id) VALUES
                          ('00000000-0000-5000-8000-000000000001', true, '2026-11-24', '00000000-0000-5000-8000-000000000001', NULL),
                          ('00000000-0000-5000-8000-000000000002', true, '2026-11-24', '00000000-0000-5000-8000-000000000002',
                           '00000000-0000-4000-8000-000000000002'),
                          ('00000000-0000-5000-8000-000000000003', false, '2026-11-24', '00000000-0000-5000-8000-000000000003', NULL);
                        """);

                assertThat(reader.quality(session, MONDAY, NEXT)).isEqualTo(new Quality(true, 2, 1, 1, 2, 2, 1));
                // Users without a name are not counted as one, their retrievals are.
                assertThat(reader.adoption(session, MONDAY, NEXT)).isEqualTo(new Adoption(true, 2, 1, 2, 1, 16, 3));
                assertThat(reader.adoption(session, NEXT, NEXT)).isEqualTo(new Adoption(true, 0, 0, 0, 0, 0, 0));
                return true;
            });
        }
    }
}
