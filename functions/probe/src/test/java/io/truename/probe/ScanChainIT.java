// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.SqlException;
import io.truename.postgres.probing.scan.ScanChains;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.probe.http.Scans.Begun;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One chain of steps for each scan, on a real database; minutes pass as the stored times go back. */
class ScanChainIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestDatabase test =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final Database database = Database.of(DatabaseUrl.parse(test.url()), "scan-chain-test", 4);
    private final Database gone = Database.of(DatabaseUrl.parse(test.url(1)), "scan-chain-test", 1);
    private final List<Message> messages = new ArrayList<>();
    private int published;

    private record Message(UUID scan, long step) {}

    @BeforeEach
    void create() {
        SchemaVariant.SAMPLE_PIPELINE.create(test, 20);
        SchemaMigrations.run(database);
    }

    @AfterEach
    void close() {
        database.close();
        gone.close();
    }

    private PostgresScans scans(Database corpus) {
        Settings environment = new Settings(Map.of(
                "TRUENAME_DATABASE_URL", test.url(), "TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())::get);
        return new PostgresScans(
                database,
                corpus,
                CorpusSettings.read(environment),
                this::publish,
                scan -> {},
                ScanListener.NONE,
                Clock.systemUTC());
    }

    private boolean publish(UUID scan, long step, Optional<Instant> notBefore) {
        published++;
        return messages.add(new Message(scan, step));
    }

    private static String deliver(PostgresScans scans, Message message) {
        return scans.step(
                        message.scan(),
                        OptionalLong.of(message.step()),
                        Instant.now().plusSeconds(30))
                .outcome();
    }

    private static UUID begun(PostgresScans scans) {
        return ((Begun.Started) scans.begin(ScanKind.FULL, ScanSettings.USUAL)).scan();
    }

    /** Delivers every message; one that the database fails comes again. */
    private void minute(PostgresScans scans) {
        for (Message message : List.copyOf(messages)) {
            messages.remove(message);
            try {
                deliver(scans, message);
            } catch (SqlException comesAgain) {
                messages.add(message);
            }
        }
        new BookkeepingChanges(test).stepsDueEarlier(MINUTE);
        scans.wake(Instant.now());
    }

    // Before, each minute added a message that was refused until the replica was back.
    @LongSuite
    @Test
    void replicaThatIsGone_forAnHour_doesNotMultiply() {
        PostgresScans scans = scans(gone);
        begun(scans);
        for (int minute = 0; minute < 60; minute++) {
            minute(scans);
            assertThat(messages.size()).as("minute " + minute).isBetween(1, 2);
        }
        assertThat(published).isLessThanOrEqualTo(61);

        PostgresScans back = scans(database);
        while (!messages.isEmpty()) {
            minute(back);
        }
        assertThat(back.wake(Instant.now()).outcome()).isEqualTo("idle");
    }

    @Test
    void messageOnItsWay_isNotReplaced_unlessItIsLost() {
        PostgresScans scans = scans(database);
        UUID scan = begun(scans);
        assertThat(scans.wake(Instant.now()).outcome()).isEqualTo("idle");
        Message lost = messages.remove(0);
        new BookkeepingChanges(test).stepsDueEarlier(ScanChains.PATIENCE.plusSeconds(1));
        assertThat(scans.wake(Instant.now()).outcome()).isEqualTo("woken");
        assertThat(deliver(scans, lost)).isEqualTo("elsewhere");
        assertThat(messages).hasSize(1);
        assertThat(deliver(scans, messages.remove(0))).isEqualTo("done");
        assertThat(messages).isEmpty();
        assertThat(scans.find(scan)).isPresent();
    }

    @Test
    void stepThatFindsAnotherAtWork_leavesTheRestToIt() {
        PostgresScans scans = scans(database);
        UUID scan = begun(scans);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        changes.scanLeased(true);
        assertThat(deliver(scans, messages.get(0))).isEqualTo("elsewhere");
        assertThat(scans.wake(Instant.now()).outcome()).isEqualTo("idle");
        assertThat(published).isEqualTo(1);
        changes.scanLeased(false);
        assertThat(scans.wake(Instant.now()).outcome()).isEqualTo("woken");
        assertThat(messages).extracting(Message::scan).containsExactly(scan, scan);
    }

    @Test
    void duplicateOfADoneStep_doesNothing() {
        PostgresScans scans = scans(database);
        begun(scans);
        Message first = messages.remove(0);
        assertThat(scans.step(first.scan(), OptionalLong.of(first.step()), Instant.now())
                        .outcome())
                .isEqualTo("more");
        assertThat(deliver(scans, first)).isEqualTo("elsewhere");
        assertThat(messages).hasSize(1);
    }
}
