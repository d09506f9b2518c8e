// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import io.truename.edge.corpus.NotSetUpException;
import io.truename.monitoring.MetricReadException;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.AnnouncementStore;
import io.truename.postgres.reporting.AnnouncementStore.Announcement;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Claimed;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import io.truename.reviewing.reliability.Edition;
import io.truename.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Begins reports, makes them step by step, and announces them. A kill at any moment loses nothing: the claim of a step expires, a snapshot
 * that is kept already is taken as it is, and an announcement is due until it was published.
 */
public final class Reports {
    /** Reports and announcements that one tick cares for. */
    private static final int MOST = 50;

    /** A report that is not ready after this time never will be. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Reports that one tick looks at for late data. */
    private static final int MOST_CHECKED = 2;

    private final Database database;
    private final ReportStore store;
    private final AnnouncementStore announcements = new AnnouncementStore();
    private final Map<Kind, ReportMaker> makers;
    private final Snapshots snapshots;
    private final ReportTopics topics;
    private final Occasions occasions;
    private final Clock clock;

    public Reports(
            Database database,
            ReportStore store,
            Map<Kind, ReportMaker> makers,
            Snapshots snapshots,
            ReportTopics topics,
            Occasions occasions,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.makers = Map.copyOf(makers);
        this.snapshots = snapshots;
        this.topics = topics;
        this.occasions = occasions;
        this.clock = clock;
    }

    /** Kinds that can be made here. */
    public Set<Kind> kinds() {
        return makers.keySet();
    }

    /** Begins a report, and works on it for a while: a small one is ready at once, others go on by messages. */
    public Stored begin(Order order, Duration atOnce) {
        UUID id = database.inTransaction(session -> store.begin(session, order, clock.instant()));
        long end = System.nanoTime() + atOnce.toNanos();
        ReportMaker maker = makers.get(order.kind());
        boolean goesOn = true;
        while (goesOn && System.nanoTime() < end && (maker == null || maker.quick())) {
            goesOn = step(id) == Step.AGAIN;
        }
        if (goesOn) {
            for (int instance = 0; instance < (maker == null ? 1 : maker.instances()); instance++) {
                topics.askFor(id);
            }
        } else {
            announceDue();
        }
        return find(id).orElseThrow();
    }

    /** Result of a step. */
    public enum Step {
        /** There is another step to do now. */
        AGAIN,
        /** The report is ready or failed, or is not known. */
        ENDED,
        /** Other instances work on it, or an attempt failed: a message or the next tick goes on. */
        LATER
    }

    /** Does the next step of a report. */
    public Step step(UUID id) {
        Optional<Stored> found = find(id).filter(report -> report.state() == State.RUNNING);
        if (found.isEmpty()) {
            return Step.ENDED;
        }
        Stored report = found.get();
        ReportMaker maker = makers.get(report.order().kind());
        if (maker == null) {
            return fail(report, "This version of report cannot make this kind.");
        }
        ReportMaker.Progress progress;
        try {
            progress = maker.prepare(report);
        } catch (CannotMakeException cannot) {
            return fail(report, cannot.sentence());
        } catch (NotSetUpException incomplete) {
            return fail(report, String.valueOf(incomplete.getMessage()));
        }
        if (progress.next() == ReportMaker.Next.MAKE) {
            return make(maker, id);
        }
        database.inTransaction(session -> {
            store.progress(session, id, progress.done(), progress.parts());
            return true;
        });
        return progress.next() == ReportMaker.Next.PREPARE ? Step.AGAIN : Step.LATER;
    }

    private Step fail(Stored report, String sentence) {
        return database.inTransaction(session -> store.claim(session, report.id(), clock.instant()))
                .map(claimed -> failed(claimed, sentence))
                .orElse(Step.LATER);
    }

    private Step make(ReportMaker maker, UUID id) {
        Optional<Claimed> claimed = database.inTransaction(session -> store.claim(session, id, clock.instant()));
        if (claimed.isEmpty()) {
            return Step.LATER;
        }
        byte[] snapshot;
        try {
            snapshot = ReportJson.render(maker.make(claimed.get().report())).getBytes(StandardCharsets.UTF_8);
        } catch (CannotMakeException cannot) {
            return failed(claimed.get(), cannot.sentence());
        } catch (NotSetUpException incomplete) {
            return failed(claimed.get(), String.valueOf(incomplete.getMessage()));
        } catch (MetricReadException | StorageException unread) {
            return waits(claimed.get(), String.valueOf(unread.getMessage()));
        }
        Report kept;
        try {
            kept = SnapshotJson.read(snapshots.keep(id, snapshot));
        } catch (StorageException notKept) {
            return waits(claimed.get(), String.valueOf(notKept.getMessage()));
        }
        Instant now = clock.instant();
        database.inTransaction(session -> {
            boolean mine = store.made(session, claimed.get(), kept.title(), kept.lead(), now);
            if (mine) {
                announcements.add(
                        session,
                        id,
                        occasions.announcements(claimed.get().report().order(), now));
            }
            return mine;
        });
        return Step.ENDED;
    }

    private Step failed(Claimed claimed, String error) {
        database.inTransaction(session -> {
            store.failed(session, claimed, error);
            return true;
        });
        return Step.ENDED;
    }

    /** Leaves the report to the next tick: metrics or the bucket may be there again. */
    private Step waits(Claimed claimed, String reason) {
        database.inTransaction(session -> {
            store.waits(session, claimed, reason);
            return true;
        });
        return Step.LATER;
    }

    /** Amends reports for whose windows enough data came late; each is looked at once, after {@link Edition#WAIT}. */
    private void amend() {
        for (Map.Entry<Kind, ReportMaker> maker : makers.entrySet()) {
            Instant now = clock.instant();
            List<Stored> old = database.with(
                    session -> store.notChecked(session, maker.getKey(), now.minus(Edition.WAIT), MOST_CHECKED));
            old.forEach(report -> amend(maker.getValue(), report, now));
        }
    }

    private void amend(ReportMaker maker, Stored report, Instant now) {
        Optional<ReportMaker.Late> late;
        try {
            late = snapshots.find(report.id()).flatMap(kept -> maker.late(report, SnapshotJson.read(kept)));
        } catch (MetricReadException | NotSetUpException | StorageException unread) {
            // The next tick looks again.
            return;
        }
        boolean differs = late.filter(data -> data.late() > 0 && data.late() >= data.records() * Edition.SMALLEST)
                .isPresent();
        Optional<UUID> amended = database.inTransaction(session -> {
            store.checked(session, report.id(), now);
            Order order = report.order();
            return differs
                    ? Optional.of(store.begin(
                            session,
                            new Order(
                                    order.kind(),
                                    order.from(),
                                    order.until(),
                                    order.options(),
                                    Optional.empty(),
                                    Optional.of(report.id())),
                            now))
                    : Optional.empty();
        });
        amended.ifPresent(topics::askFor);
    }

    /** Counts of a tick: occasions that are due, whether begun now or before; reports whose next step was asked for; announcements. */
    public record Ticked(int due, int asked, int announced) {}

    /** Begins the reports whose time has come, asks for steps of those that are being made, and announces. */
    public Ticked tick() {
        List<Order> orders = occasions.due(clock.instant(), kinds());
        orders.forEach(order -> database.inTransaction(session -> store.begin(session, order, clock.instant())));
        database.inTransaction(session -> {
            store.giveUp(session, clock.instant().minus(LONGEST));
            return true;
        });
        List<Stored> running = database.with(session -> store.running(session, MOST));
        int asked = (int)
                running.stream().filter(report -> topics.askFor(report.id())).count();
        Ticked ticked = new Ticked(orders.size(), asked, announceDue());
        // Last, for it may take long or fail.
        amend();
        return ticked;
    }

    /** Publishes announcements that are due, and returns how many. One that was published before a kill may be published again. */
    private int announceDue() {
        return database.inTransaction(session -> {
            int announced = 0;
            for (Announcement announcement : announcements.due(session, clock.instant(), MOST)) {
                if (!topics.announce(announcement)) {
                    return announced;
                }
                announcements.announced(session, announcement, clock.instant());
                announced++;
            }
            return announced;
        });
    }

    /** Asks for the next step, or announces, after a step that a message asked for. */
    public void after(UUID id, Step step) {
        if (step == Step.AGAIN) {
            topics.askFor(id);
        } else if (step == Step.ENDED) {
            announceDue();
        }
    }

    /** Finds a report. */
    public Optional<Stored> find(UUID id) {
        return database.with(session -> store.find(session, id));
    }

    /** The snapshot of a report that is ready, as JSON; empty if it was deleted. */
    public Optional<byte[]> snapshot(UUID id) {
        return snapshots.find(id);
    }
}
