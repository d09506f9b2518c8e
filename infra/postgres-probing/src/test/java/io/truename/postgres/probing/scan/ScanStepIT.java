// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScanStepIT {
    private static final Instant AT_ONCE = Instant.EPOCH;

    @LongSuite
    @Test
    void steps_ofManyInstances_countWhatOneDoes() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SOFT_REFERENCES.create(test, 200);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SOFT_REFERENCES.mapping())) {
            corpus.scan(ScanKind.FULL);
            Map<FindingKind, Long> whole = corpus.open();
            UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);

            ScanStep.Result result;
            int steps = 0;
            do {
                result = corpus.step().goOn(id, corpus.schema(), AT_ONCE);
                steps++;
            } while (result.outcome() == ScanStep.Outcome.MORE);

            assertThat(result.outcome()).isEqualTo(ScanStep.Outcome.DONE);
            assertThat(steps).isGreaterThan(8);
            assertThat(corpus.open()).isEqualTo(whole);
        }
    }

    // Sixteen chunkers are more than a row's number tells apart.
    @Test
    void scan_ofManyChunkers_findsWhatItFindsOfOne() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SAMPLE_PIPELINE.create(test, 60);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping())) {
            test.execute("UPDATE upload_pipeline.document_chunks SET chunker_name = 'one', chunker_version = '1'"
                    + " WHERE document_id IN (SELECT document_id FROM upload_pipeline.document_chunks"
                    + " GROUP BY document_id HAVING count(DISTINCT chunker_name || chunker_version) = 1)");
            corpus.scan(ScanKind.FULL);
            Map<FindingKind, Long> ofOne = corpus.open();
            test.execute("UPDATE upload_pipeline.document_chunks SET chunker_name = 'chunker'"
                    + " || abs(hashtext(document_id::text)) % 40 WHERE chunker_name = 'one'");
            corpus.scan(ScanKind.FULL);
            assertThat(ofOne).containsKey(FindingKind.ID_RANDOM);
            assertThat(corpus.open()).isEqualTo(ofOne);
        }
    }

    @Test
    void step_whileAnotherInstanceWorks_leavesAtOnce_andTakesOverWhenItIsGone() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SAMPLE_PIPELINE.create(test, 20);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping())) {
            UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
            ScanStore store = new ScanStore();
            AtomicReference<ScanStore.Claimed> held = new AtomicReference<>();
            corpus.database().with(session -> {
                held.set(store.claim(session, id, UUID.randomUUID()).orElseThrow());
                return true;
            });

            assertThat(corpus.step().goOn(id, corpus.schema(), Instant.MAX).outcome())
                    .isEqualTo(ScanStep.Outcome.ELSEWHERE);
            corpus.database()
                    .with(session -> session.update(
                            "UPDATE truename.scan SET expires_at = clock_timestamp() - interval '1 second'"));
            assertThat(corpus.step().goOn(id, corpus.schema(), Instant.MAX).outcome())
                    .isEqualTo(ScanStep.Outcome.DONE);

            // It was not gone after all; its writes come too late.
            assertThat(corpus.database().<Boolean>with(session -> store.advance(session, held.get(), "{}", "{}")))
                    .isFalse();
            assertThat(corpus.find(id).state()).isEqualTo(ScanStore.State.DONE);
        }
    }

    /** Rows without their description, as a driver delivers them that loses the order of messages. */
    @Test
    void step_thatCannotReadAnAnswer_leavesTheScanToTheNext_whichFindsAll() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SOFT_REFERENCES.create(test, 60);
        try (TcpProxy proxy = TcpProxy.before(test.server().port());
                ProbedCorpus corpus =
                        new ProbedCorpus(test, test.url(proxy.port()), SchemaVariant.SOFT_REFERENCES.mapping())) {
            corpus.scan(ScanKind.FULL);
            Map<FindingKind, Long> whole = corpus.open();
            UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
            for (String statement : List.of("string_agg", "bundles")) {
                ArmedFault armed = proxy.atNext(statement, Fault.loseRowDescription());
                SqlException failed = catchThrowableOfType(
                        SqlException.class, () -> corpus.step().goOn(id, corpus.schema(), Instant.MAX));
                assertThat(armed.struck()).as(statement).isTrue();
                assertThat(failed).as(statement).isNotNull();
                assertThat(failed.connectionLost()).as(statement).isTrue();
            }

            assertThat(corpus.step().goOn(id, corpus.schema(), Instant.MAX).outcome())
                    .isEqualTo(ScanStep.Outcome.DONE);
            assertThat(corpus.open()).isEqualTo(whole);
            assertThat(corpus.findings(FindingState.RESOLVED)).isEmpty();
        }
    }

    @Test
    void scan_ofRounds_goesOnWhereTheRoundEnded() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SAMPLE_PIPELINE.create(test, 20);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping())) {
            UUID id = corpus.begin(ScanKind.FULL, new ScanSettings(Optional.of(0), ScanSettings.USUAL_ROWS));
            ScanStep.Result first = corpus.step().goOn(id, corpus.schema(), Instant.MAX);
            assertThat(first.outcome()).isEqualTo(ScanStep.Outcome.WAITING);
            assertThat(corpus.find(id).waiting().orElseThrow()).contains("round");
            assertThat(corpus.step().goOn(id, corpus.schema(), Instant.MAX).outcome())
                    .isEqualTo(ScanStep.Outcome.ELSEWHERE);
        }
    }

    @Test
    void scan_aPartThatTheDatabaseRefuses_saysSo_andResolvesNothingOfIt() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.SOFT_REFERENCES.create(test, 30);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SOFT_REFERENCES.mapping())) {
            corpus.scan(ScanKind.FULL);
            long orphans = corpus.open().get(FindingKind.REFERENCE_ORPHAN);
            var schema = corpus.schema();
            UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
            test.execute("ALTER TABLE app.bundles RENAME TO others");

            corpus.step().goOn(id, schema, Instant.MAX);

            ScanStore.Stored scan = corpus.find(id);
            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            assertThat(scan.summary().orElseThrow()).contains("references app.bundles.document_ids");
            assertThat(corpus.open()).containsEntry(FindingKind.REFERENCE_ORPHAN, orphans);
            assertThat(corpus.findings(FindingState.RESOLVED)).isEmpty();
        }
    }
}
