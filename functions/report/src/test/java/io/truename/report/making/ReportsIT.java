// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.monitoring.MetricReadException;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.reporting.AnnouncementStore.Announcement;
import io.truename.postgres.reporting.AnnouncementStore.Audience;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.reporting.Report;
import io.truename.storage.StorageException;
import io.truename.testkit.database.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Making of reports on a real database. A kill is an instance that goes no further: another one begins where the tables are.
 *
 * <p>Long, because each way in which a step can end has a test with the same bucket, topics and clock.
 */
class ReportsIT {
    private static final Instant MONDAY = Instant.parse("2026-11-30T09:02:00Z");

    private final Map<UUID, byte[]> bucket = new HashMap<>();
    private final List<UUID> asked = new ArrayList<>();
    private final List<Announcement> announced = new ArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final ReportStore store = new ReportStore();
    private boolean topicsTake = true;
    private Instant now = MONDAY;
    private Database database;

    @BeforeEach
    void open() {
        database = Database.of(
                DatabaseUrl.parse(
                        TestServer.shared(TestServer.Version.NEWEST).database().url()),
                "test",
                3);
        SchemaMigrations.run(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final Snapshots snapshots = new Snapshots() {
        @Override
        public byte[] keep(UUID report, byte[] json) {
            byte[] before = bucket.putIfAbsent(report, json);
            return before == null ? json : before;
        }

        @Override
        public Optional<byte[]> find(UUID report) {
            return Optional.ofNullable(bucket.get(report));
        }
    };

    private final ReportTopics topics = new ReportTopics() {
        @Override
        public boolean askFor(UUID report) {
            asked.add(report);
            return topicsTake;
        }

        @Override
        public boolean announce(Announcement announcement) {
            if (topicsTake) {
                announced.add(announcement);
            }
            return topicsTake;
        }
    };

    private Reports reports(ReportMaker maker) {
        return new Reports(
                database, store, Map.of(Kind.WEEKLY, maker), snapshots, topics, new Occasions(ZoneOffset.UTC), clock);
    }

    private Report report(Stored stored) {
        return new Report(
                "weekly",
                "Week " + made.incrementAndGet(),
                "All is well.",
                stored.order().until(),
                List.of());
    }

    private static Order order(Kind kind) {
        return new Order(kind, MONDAY.minus(Duration.ofDays(9)), MONDAY, "{}", Optional.empty(), Optional.empty());
    }

    @Test
    void smallReport_isReadyAtOnce_keptAndAnnounced() {
        Stored begun = reports(this::report).begin(order(Kind.WEEKLY), Duration.ofSeconds(5));

        assertThat(begun.state()).isEqualTo(State.READY);
        assertThat(begun.title()).contains("Week 1");
        assertThat(new String(bucket.get(begun.id()), StandardCharsets.UTF_8)).contains("All is well.");
        assertThat(announced).extracting(Announcement::audience).containsExactly(Audience.ANYBODY);
        assertThat(asked).isEmpty();
    }

    @Test
    void largeReport_isMadeByMessages_withItsProgress() {
        AtomicInteger parts = new AtomicInteger();
        Reports reports = reports(new ReportMaker() {
            @Override
            public Progress prepare(Stored report) {
                int done = parts.incrementAndGet();
                return done < 3 ? new Progress(done, 3, Next.PREPARE) : Progress.DONE;
            }

            @Override
            public Report make(Stored report) {
                return report(report);
            }
        });
        Stored begun = reports.begin(order(Kind.WEEKLY), Duration.ZERO);
        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(asked).containsExactly(begun.id());

        assertThat(reports.step(begun.id())).isEqualTo(Reports.Step.AGAIN);
        assertThat(reports.find(begun.id()).orElseThrow())
                .returns(1L, Stored::done)
                .returns(3L, Stored::parts);
        assertThat(reports.step(begun.id())).isEqualTo(Reports.Step.AGAIN);
        assertThat(reports.step(begun.id())).isEqualTo(Reports.Step.ENDED);
        // A message that is delivered again finds nothing to do.
        assertThat(reports.step(begun.id())).isEqualTo(Reports.Step.ENDED);
        assertThat(made).hasValue(1);
    }

    @Test
    void instanceKilledAfterItsSnapshot_isFollowedByOneThatTakesIt() {
        Reports killed = new Reports(
                database,
                store,
                Map.of(Kind.WEEKLY, this::report),
                new Snapshots() {
                    @Override
                    public byte[] keep(UUID report, byte[] json) {
                        snapshots.keep(report, json);
                        throw new IllegalStateException("killed");
                    }

                    @Override
                    public Optional<byte[]> find(UUID report) {
                        return snapshots.find(report);
                    }
                },
                topics,
                new Occasions(ZoneOffset.UTC),
                clock);
        assertThatThrownBy(() -> killed.begin(order(Kind.WEEKLY), Duration.ofSeconds(5)))
                .hasMessage("killed");
        UUID id = bucket.keySet().iterator().next();

        Reports other = reports(this::report);
        assertThat(other.step(id)).isEqualTo(Reports.Step.LATER);
        now = now.plus(ReportStoreTimes.CLAIM);
        assertThat(other.step(id)).isEqualTo(Reports.Step.ENDED);

        // What readers could see is what they go on seeing.
        assertThat(made).hasValue(2);
        assertThat(other.find(id).orElseThrow().title()).contains("Week 1");
        assertThat(new String(bucket.get(id), StandardCharsets.UTF_8)).contains("Week 1");
    }

    @Test
    void instanceThatWasTooSlow_changesNothing() {
        Reports reports = reports(report -> {
            // Another instance claims the report meanwhile.
            now = now.plus(ReportStoreTimes.CLAIM);
            Optional<ReportStore.Claimed> other =
                    database.inTransaction(session -> store.claim(session, report.id(), now));
            assertThat(other).isPresent();
            return report(report);
        });
        Stored begun = reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5));
        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(announced).isEmpty();
    }

    @Test
    void attemptsThatStop_endTheReportWithAReason() {
        Reports reports = reports(report -> {
            throw new IllegalStateException("no memory");
        });
        UUID id = reports.begin(order(Kind.WEEKLY), Duration.ZERO).id();
        for (int attempt = 0; attempt < ReportStore.MOST_ATTEMPTS; attempt++) {
            assertThatThrownBy(() -> reports.step(id)).hasMessage("no memory");
            now = now.plus(ReportStoreTimes.CLAIM);
        }
        reports.step(id);
        assertThat(reports.find(id).orElseThrow())
                .returns(State.FAILED, Stored::state)
                .extracting(report -> report.error().orElse(""))
                .asString()
                .contains("3 attempts", "log");
    }

    @Test
    void reportWhoseMetricsDoNotAnswer_waitsWithTheReason_andIsMadeOnceTheyDo() {
        AtomicInteger answers = new AtomicInteger();
        Reports reports = reports(report -> {
            if (answers.incrementAndGet() <= 2 * ReportStore.MOST_ATTEMPTS) {
                throw new MetricReadException("Cloud Monitoring did not answer: ask again.", new IOException());
            }
            return report(report);
        });
        UUID id = reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5)).id();
        for (int attempt = 1; attempt < 2 * ReportStore.MOST_ATTEMPTS; attempt++) {
            assertThat(reports.step(id)).isEqualTo(Reports.Step.LATER);
            assertThat(reports.find(id).orElseThrow())
                    .returns(State.RUNNING, Stored::state)
                    .returns(Optional.of("Cloud Monitoring did not answer: ask again."), Stored::waiting);
        }
        assertThat(reports.step(id)).isEqualTo(Reports.Step.ENDED);
        assertThat(reports.find(id).orElseThrow())
                .returns(State.READY, Stored::state)
                .returns(Optional.empty(), Stored::waiting);
    }

    @Test
    void reportWhoseBucketIsGone_waitsForIt_andTheTickGoesOnWithOthers() {
        AtomicInteger calls = new AtomicInteger();
        Snapshots gone = new Snapshots() {
            @Override
            public byte[] keep(UUID report, byte[] json) {
                if (calls.incrementAndGet() == 1) {
                    throw new StorageException("There is no such bucket.", false, null);
                }
                return snapshots.keep(report, json);
            }

            @Override
            public Optional<byte[]> find(UUID report) {
                throw new StorageException("There is no such bucket.", false, null);
            }
        };
        Reports reports = new Reports(
                database, store, Map.of(Kind.WEEKLY, this::report), gone, topics, new Occasions(ZoneOffset.UTC), clock);
        now = Instant.parse("2026-12-09T09:00:00Z");
        UUID id = reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5)).id();
        assertThat(reports.find(id).orElseThrow().waiting()).contains("There is no such bucket.");
        assertThat(reports.step(id)).isEqualTo(Reports.Step.ENDED);
        // Late data cannot be looked for; announcements go out all the same.
        now = Instant.parse("2026-12-11T09:00:00Z");
        assertThat(reports.tick().announced()).isEqualTo(1);
    }

    @Test
    void largeWork_isLeftToMessagesFromTheStart() {
        Stored begun = reports(new ReportMaker() {
                    @Override
                    public boolean quick() {
                        return false;
                    }

                    @Override
                    public int instances() {
                        return 3;
                    }

                    @Override
                    public Report make(Stored report) {
                        return report(report);
                    }
                })
                .begin(order(Kind.WEEKLY), Duration.ofSeconds(5));
        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(asked).containsExactly(begun.id(), begun.id(), begun.id());
        assertThat(made).hasValue(0);
    }

    @Test
    void reportWhosePartsFailForADay_endsWithAReason() {
        Reports reports = reports(new ReportMaker() {
            @Override
            public Progress prepare(Stored report) {
                throw new IllegalStateException("a fault of ours");
            }

            @Override
            public Report make(Stored report) {
                return report(report);
            }
        });
        now = Instant.parse("2026-12-09T09:00:00Z");
        UUID id = reports.begin(order(Kind.WEEKLY), Duration.ZERO).id();
        assertThatThrownBy(() -> reports.step(id)).hasMessage("a fault of ours");
        now = now.plus(Duration.ofDays(1));
        assertThat(reports.tick().asked()).isEqualTo(1);
        now = now.plusSeconds(1);
        assertThat(reports.tick().asked()).isZero();
        assertThat(reports.find(id).orElseThrow().error().orElse("")).contains("within a day", "log");
    }

    @Test
    void reportThatCannotBeMade_endsAtOnceWithTheReason() {
        Stored begun = reports(report -> {
                    throw new CannotMakeException("There is no such run: GET /migrations lists them.");
                })
                .begin(order(Kind.WEEKLY), Duration.ofSeconds(5));
        assertThat(begun.state()).isEqualTo(State.FAILED);
        assertThat(begun.error()).contains("There is no such run: GET /migrations lists them.");
    }

    @Test
    void kindWithoutMaker_isRefusedInWords() {
        Stored begun = reports(this::report).begin(order(Kind.COST), Duration.ofSeconds(5));
        assertThat(begun.error()).hasValueSatisfying(error -> assertThat(error).contains("cannot make this kind"));
    }

    @Test
    void ticks_beginAnOccasionOnce_andAnnounceAtEachHour() {
        Reports reports = reports(this::report);
        assertThat(reports.tick()).isEqualTo(new Reports.Ticked(1, 1, 0));
        assertThat(reports.tick()).isEqualTo(new Reports.Ticked(1, 1, 0));
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).isEqualTo(asked.get(1));

        reports.after(asked.get(0), reports.step(asked.get(0)));
        assertThat(announced).extracting(Announcement::audience).containsExactly(Audience.ENGINEERING);
        now = MONDAY.plus(Duration.ofHours(1));
        assertThat(reports.tick()).isEqualTo(new Reports.Ticked(1, 0, 1));
        now = MONDAY.plus(Duration.ofHours(5));
        assertThat(reports.tick()).isEqualTo(new Reports.Ticked(1, 0, 1));
        assertThat(reports.tick()).isEqualTo(new Reports.Ticked(1, 0, 0));
        assertThat(announced)
                .extracting(Announcement::audience)
                .containsExactly(Audience.ENGINEERING, Audience.LEADERSHIP, Audience.SUPPORT);
    }

    @Test
    void lateData_amendAReportOnce_ifTheyMakeADifference() {
        Reports reports = reports(new ReportMaker() {
            @Override
            public Report make(Stored report) {
                return report(report);
            }

            @Override
            public Optional<Late> late(Stored report, Report kept) {
                assertThat(kept.title()).startsWith("Week ");
                return Optional.of(kept.title().equals("Week 1") ? new Late(1000, 1) : new Late(100_000, 1));
            }
        });
        now = Instant.parse("2026-12-09T09:02:00Z");
        Stored first = reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5));
        Stored second = reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5));

        // Not before the rest has had time to come.
        now = Instant.parse("2026-12-11T09:01:00Z");
        reports.tick();
        assertThat(asked).isEmpty();
        now = Instant.parse("2026-12-11T09:02:00Z");
        reports.tick();
        assertThat(asked).hasSize(1);
        reports.step(asked.get(0));
        Stored amended = reports.find(asked.get(0)).orElseThrow();
        assertThat(amended.order().amends()).contains(first.id());
        assertThat(amended.title()).contains("Week 3");
        assertThat(reports.find(second.id()).orElseThrow().state()).isEqualTo(State.READY);
        now = Instant.parse("2026-12-13T09:00:00Z");
        assertThat(reports.tick().asked()).isZero();
    }

    @Test
    void announcementThatTheTopicDidNotTake_isPublishedByTheNextTick() {
        topicsTake = false;
        Reports reports = reports(this::report);
        reports.begin(order(Kind.WEEKLY), Duration.ofSeconds(5));
        assertThat(announced).isEmpty();
        topicsTake = true;
        now = Instant.parse("2026-12-04T12:00:00Z");
        assertThat(reports.tick().announced()).isEqualTo(1);
        assertThat(announced).hasSize(1);
    }

    /** Times of the store. */
    private static final class ReportStoreTimes {
        /** Longer than a claim. */
        static final Duration CLAIM = Duration.ofSeconds(131);
    }
}
