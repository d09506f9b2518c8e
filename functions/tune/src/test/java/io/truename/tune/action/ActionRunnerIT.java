// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.tuning.ActionStore;
import io.truename.postgres.tuning.IncidentStore;
import io.truename.postgres.tuning.MigrationChanges;
import io.truename.testkit.SteppedClock;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.tune.incident.Incidents;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.NotificationReader.Reading;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions that a catalog has switched on, on a real database, with a migrate that may not answer. */
class ActionRunnerIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final UUID RUN = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    private static final Path CATALOG = Path.of("../../terraform/catalog");

    private final SteppedClock clock = new SteppedClock(NOON);
    private final List<String> commands = new ArrayList<>();
    private final TestDatabase test =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private Database database;
    private Incidents incidents;
    private ActionRunner runner;
    private boolean unreachable;

    @BeforeEach
    void start() throws IOException {
        String actions = Files.readString(CATALOG.resolve("actions.yaml")).replace("enabled: false", "enabled: true");
        Catalog catalog = CatalogReader.read(name -> name.equals("actions.yaml")
                ? new StringReader(actions)
                : Files.newBufferedReader(CATALOG.resolve(name)));
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 3);
        SchemaMigrations.run(database);
        test.execute(
                "INSERT INTO truename.run (id, state, settings, mapping) VALUES ('" + RUN + "', 'RUNNING', '{}', '')");
        incidents = new Incidents(database, new IncidentStore(), new MigrationChanges(), () -> catalog, clock);
        runner = new ActionRunner(
                database,
                new ActionStore(),
                () -> catalog,
                incidents,
                new Migrations() {
                    @Override
                    public void pause(UUID run, String reason) throws CommandRefusedException {
                        command("pause " + run);
                        pausedFor(reason);
                    }

                    @Override
                    public void resume(UUID run) throws CommandRefusedException {
                        command("resume " + run);
                        test.execute("UPDATE truename.run SET state = 'RUNNING'");
                    }
                },
                () -> command("warm"),
                clock);
    }

    /** As migrate does it: a run that does not run stays as it is. */
    private void pausedFor(String reason) {
        test.execute(
                "INSERT INTO truename.transition (run, from_state, to_state, command, reason) SELECT number, 'RUNNING',"
                        + " 'PAUSED', 'PAUSE', '" + reason + "' FROM truename.run WHERE state = 'RUNNING'");
        test.execute("UPDATE truename.run SET state = 'PAUSED' WHERE state = 'RUNNING'");
    }

    private void command(String command) throws CommandRefusedException {
        if (unreachable) {
            throw new CommandRefusedException("migrate could not be reached.");
        }
        commands.add(command);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void tell(String alert, int openedMinutesAgo, boolean closed) {
        long started = NOON.minus(Duration.ofMinutes(openedMinutesAgo)).getEpochSecond();
        String message = "{\"version\":\"1.2\",\"incident\":{\"incident_id\":\"" + alert + "\",\"policy_name\":\""
                + alert
                + "\",\"policy_user_labels\":{\"alert\":\"" + alert + "\"},\"state\":\"" + (closed ? "closed" : "open")
                + "\",\"started_at\":" + started + ",\"ended_at\":"
                + (closed ? Long.toString(clock.instant().getEpochSecond()) : "null") + "}}";
        IncidentNotification read = ((Reading.Read) Incidents.read(message).orElseThrow()).notification();
        incidents.keep(read);
    }

    private void pass(int minutes) {
        clock.advance(Duration.ofMinutes(minutes));
    }

    private List<String> outcomes() {
        return database.with(session -> new ActionStore().decisions(session, 100, Optional.empty())).items().stream()
                .map(ActionStore.Decided::outcome)
                .toList();
    }

    @Test
    void pause_isCommandedOnce_alsoAfterAnInstanceThatStopped_andTakenBackAfterQuiet() {
        tell("replication-lag", 2, false);
        runner.run();
        assertThat(commands).isEmpty();

        pass(4);
        unreachable = true;
        assertThat(runner.run().failures()).containsExactly("pause-migration: migrate could not be reached.");
        unreachable = false;
        pass(1);
        runner.run();
        runner.run();
        assertThat(commands).containsExactly("pause " + RUN);

        tell("replication-lag", 2, true);
        pass(14);
        runner.run();
        assertThat(commands).hasSize(1);
        pass(2);
        runner.run();
        runner.run();
        assertThat(commands).containsExactly("pause " + RUN, "resume " + RUN);
        assertThat(outcomes()).contains("REFUSE", "ACT", "FAILED", "DONE", "REVERSE");
    }

    @Test
    void run_thatAPersonPausesInTheMeantime_isNotResumed() {
        tell("replication-lag", 30, false);
        runner.run();
        test.execute("UPDATE truename.run SET state = 'RUNNING'");
        pausedFor("release tonight");

        tell("replication-lag", 30, true);
        pass(20);
        runner.run();

        assertThat(commands).containsExactly("pause " + RUN);
        assertThat(outcomes()).contains("REVERSE", "DONE");
    }

    @Test
    void personsNo_winsOverAnOpenIncident() {
        tell("replication-lag", 30, false);
        database.inTransaction(session -> {
            new ActionStore()
                    .add(session, new ActionStore.No("pause-migration", "ann", NOON, Optional.empty(), "I watch it"));
            return true;
        });
        runner.run();
        assertThat(commands).isEmpty();
        assertThat(outcomes()).containsExactly("REFUSE");
    }

    @Test
    void pause_withoutARun_isNothingToDo() {
        test.execute("UPDATE truename.run SET state = 'FINISHED'");
        tell("replication-lag", 30, false);
        runner.run();
        assertThat(commands).isEmpty();
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void failedSeries_letsTheNumbersOfTheCatalogCount() {
        assertThat(runner.staticThresholds()).isFalse();
        tell("threshold-stale", 5, false);
        runner.run();
        assertThat(runner.staticThresholds()).isTrue();
    }

    @Test
    void warming_isRepeatedAtEachTick_untilItIsTakenBack_andNotAgainstANo() {
        tell("known-hit-rate-low", 10, false);
        unreachable = true;
        assertThat(runner.run().failures()).containsExactly("warm-cache: migrate could not be reached.");
        unreachable = false;
        runner.run();
        assertThat(commands).containsExactly("warm");
        pass(5);
        runner.run();
        assertThat(commands).hasSize(2);

        ActionStore.No no =
                new ActionStore.No("warm-cache", "ann", clock.instant(), Optional.empty(), "the database suffers");
        database.inTransaction(session -> {
            new ActionStore().add(session, no);
            return true;
        });
        pass(5);
        runner.run();
        assertThat(commands).hasSize(2);
        database.inTransaction(session -> {
            new ActionStore().withdraw(session, "warm-cache", clock.instant());
            return true;
        });

        tell("known-hit-rate-low", 10, true);
        pass(31);
        runner.run();
        int until = commands.size();
        pass(5);
        runner.run();
        assertThat(commands).hasSize(until).containsOnly("warm");
        assertThat(outcomes()).contains("ACT", "FAILED", "DONE", "STAY", "REVERSE");
    }
}
