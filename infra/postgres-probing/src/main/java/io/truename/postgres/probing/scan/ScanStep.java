// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.finding.FindingStore.Changed;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import io.truename.probing.scan.CorpusChecks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Step of a scan: works until its time is up. It stores place and counts after each slice of a second or two, so that a kill loses
 * no more than that, and any instance can continue. The corpus may be read on a replica; scans and findings are stored on the
 * primary.
 *
 * <p>Findings are stored when a part of the corpus is done, so that they show early. Only the end of a full scan resolves findings,
 * and only those whose part was passed over whole.
 *
 * <p>Long, because each way in which a step may end has a case.
 */
public final class ScanStep {
    private static final long SLICE_NANOS = 1_500_000_000;
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int MOST_REFUSALS = 3;

    /** Conflicts with the replay of a standby or with other transactions, and locks: another time they are gone. */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "55P03");

    /** Result of a step. */
    public enum Outcome {
        /** Time is up; send a message for another step. */
        MORE,
        /** The database suffers, or the time of this round is over: another step after a while. */
        WAITING,
        DONE,
        FAILED,
        /** Another instance works on it, it waits, or it has ended. */
        ELSEWHERE
    }

    /**
     * Result of a step.
     *
     * @param rows that were read
     * @param again when to try again, if it waits for a known time
     */
    public record Result(Outcome outcome, long rows, double seconds, Optional<Duration> again) {
        private static Result of(Outcome outcome) {
            return new Result(outcome, 0, 0, Optional.empty());
        }
    }

    private final Database database;
    private final Database corpus;
    private final ScanStore store = new ScanStore();
    private final FindingStore findings = new FindingStore();
    private final ScanManners manners;
    private final int documentsOfAPage;
    private final ScanListener listener;
    private final UUID holder = UUID.randomUUID();
    private final Clock clock;

    /**
     * Steps.
     *
     * @param database of scans and findings
     * @param corpus that is read, the same or a replica; made by {@link Database#ofBinary}
     */
    public ScanStep(Database database, Database corpus, ScanListener listener, Clock clock) {
        this(database, corpus, listener, clock, PageSize.MOST);
    }

    /** Steps of a full scan that reads so many documents at once at most. */
    public ScanStep(Database database, Database corpus, ScanListener listener, Clock clock, int documentsOfAPage) {
        this.documentsOfAPage = documentsOfAPage;
        this.database = database;
        this.corpus = corpus;
        this.manners = new ScanManners(corpus);
        this.listener = listener;
        this.clock = clock;
    }

    /** Continues a scan until the deadline. */
    public Result goOn(UUID id, CorpusSchema schema, Instant deadline) {
        Optional<ScanStore.Claimed> claimed = database.with(session -> store.claim(session, id, holder));
        if (claimed.isEmpty()) {
            return Result.of(Outcome.ELSEWHERE);
        }
        Work work;
        try {
            work = new Work(claimed.get(), schema, deadline);
        } catch (RuntimeException | Error failed) {
            // Else nobody could go on before the lease expires.
            release(claimed.get());
            throw failed;
        }
        try {
            return work.goOn();
        } catch (SqlException failed) {
            return failed(work, failed);
        } catch (RuntimeException | Error bug) {
            release(claimed.get());
            throw bug;
        } finally {
            work.close();
        }
    }

    private void release(ScanStore.Claimed scan) {
        try {
            database.with(session -> {
                store.release(session, scan, Optional.empty(), Optional.empty());
                return true;
            });
        } catch (SqlException unreachable) {
            // The lease expires by itself.
        }
    }

    /** Leaves failures that a retry can help to the next step, and failures of the whole database to the caller, by rethrowing them. */
    private Result failed(Work work, SqlException failed) {
        Failure failure = SqlFailures.of(failed);
        if (failed.connectionLost()
                || failure.kind() == FailureKind.CONNECTION
                || failure.kind().holds()) {
            release(work.scan);
            throw failed;
        }
        String sentence = SqlFailures.ofARequest(failure, failed);
        if (failure.kind() == FailureKind.RETRY) {
            database.with(session -> {
                store.release(
                        session,
                        work.scan,
                        Optional.of(sentence),
                        Optional.of(clock.instant().plus(LATER)));
                return true;
            });
            listener.waits(work.scan.id(), failure.code());
            return new Result(Outcome.WAITING, work.rows(), work.seconds, Optional.of(LATER));
        }
        boolean ended = database.with(session -> store.fail(session, work.scan, sentence));
        if (ended) {
            listener.ended(work.scan.id(), work.scan.kind(), false, work.rows(), work.seconds);
        }
        return new Result(ended ? Outcome.FAILED : Outcome.ELSEWHERE, work.rows(), work.seconds, Optional.empty());
    }

    /** Work on a scan under its lease. */
    private final class Work {
        private final ScanStore.Claimed scan;
        private final CorpusSchema schema;
        private final Instant deadline;
        private final CorpusChecks.State prior;
        private final ScanSettings settings;
        private List<ScanPart> parts;
        private ScanState state;
        private String stored;
        private long before;
        private double seconds;

        Work(ScanStore.Claimed scan, CorpusSchema schema, Instant deadline) {
            this.scan = scan;
            this.schema = schema;
            this.deadline = deadline;
            settings = ScanSettings.parse(scan.settings());
            prior = database.with(store::memory).map(ScanState::checksOf).orElse(CorpusChecks.State.EMPTY);
            stored = scan.progress().orElse("");
            state = scan.progress().map(ScanState::fromJson).orElseGet(this::begin);
            before = state.rows;
            parts = parts();
        }

        private ScanState begin() {
            ScanState begun = new ScanState();
            begun.began = scan.createdAt().toEpochMilli() / 1000.0;
            begun.checks = prior.next();
            if (scan.kind() == ScanKind.FULL) {
                EmbeddingPart.tellUnlooked(schema, begun);
            }
            return begun;
        }

        private List<ScanPart> parts() {
            return switch (scan.kind()) {
                case FULL -> ScanParts.of(schema, prior, database, corpus, documentsOfAPage);
                case INCREMENTAL -> List.of(new RecentPart(schema, prior, database, corpus));
                case SAMPLE -> List.of(new SamplePart(schema, prior, corpus, settings.rows()));
            };
        }

        void close() {
            parts.forEach(ScanPart::close);
        }

        private long rows() {
            return state.rows - before;
        }

        private boolean timeIsUp() {
            return !clock.instant().isBefore(deadline);
        }

        private Result goOn() {
            while (state.part < parts.size()) {
                Optional<ScanManners.Wait> wait = manners.look(schema, clock.instant());
                if (wait.isPresent()) {
                    return waits(
                            wait.get().code(),
                            wait.get().sentence(),
                            Optional.of(wait.get().delay()));
                }
                if (settings.seconds().isPresent()
                        && state.seconds - state.roundBegan
                                >= settings.seconds().get()) {
                    state.roundBegan = state.seconds;
                    if (!store()) {
                        return Result.of(Outcome.ELSEWHERE);
                    }
                    return waits("round", "The time of this round is over; the next one goes on.", Optional.empty());
                }
                ScanPart part = parts.get(state.part);
                boolean done = slice(part);
                if (done) {
                    state.nextPart();
                }
                if (!(done ? partDone(part) : store())) {
                    return Result.of(Outcome.ELSEWHERE);
                }
                if (timeIsUp() && state.part < parts.size()) {
                    release(scan);
                    return new Result(Outcome.MORE, rows(), seconds, Optional.empty());
                }
            }
            return finish();
        }

        private boolean slice(ScanPart part) {
            long begun = System.nanoTime();
            BooleanSupplier sliceIsUp = () -> System.nanoTime() - begun > SLICE_NANOS || timeIsUp();
            boolean done;
            try {
                done = CorpusReading.of(corpus, session -> part.read(session, state, LiveRun.find(session), sliceIsUp));
                if (done) {
                    state.covered.add(part.name());
                }
            } catch (SqlException refused) {
                if (part.isEssential() || refused.connectionLost()) {
                    throw refused;
                }
                // Counts of the part in this slice are gone with the transaction.
                state = ScanState.fromJson(stored);
                close();
                parts = parts();
                if (PASSING.contains(refused.sqlState()) && state.refusals < MOST_REFUSALS) {
                    state.refusals++;
                    store();
                    throw refused;
                }
                state.notLookedAt(part.name(), SqlFailures.ofARequest(SqlFailures.of(refused), refused));
                done = true;
            }
            double took = (System.nanoTime() - begun) / 1e9;
            state.seconds += took;
            seconds += took;
            if (part.isEssential()) {
                state.corpusSeconds += took;
            }
            return done;
        }

        private boolean store() {
            String json = state.toJson();
            String summary = ScanSummary.of(state, parts.size(), observed()).toString();
            boolean held = database.inTransaction(session -> advance(session, json, summary));
            stored(json);
            return held;
        }

        /** Stores the place with all that belongs to it. */
        private boolean advance(Session session, String json, String summary) {
            if (!store.advance(session, scan, json, summary)) {
                return false;
            }
            VectorHashes.keep(session, state.hashes);
            return true;
        }

        private void stored(String json) {
            stored = json;
            state.hashes.clear();
        }

        /** Stores the observations so far, so that it shows before the scan ends. */
        private boolean partDone(ScanPart part) {
            String json = state.toJson();
            List<Observation> observed = observed();
            // Rows that the next part explains must not show as unexplained until the next scan resolves them.
            boolean second = state.part < parts.size() && parts.get(state.part) instanceof SecondLookPart;
            List<Observation> decided = second ? observed(checks().decided()) : observed;
            String summary = ScanSummary.of(state, parts.size(), observed).toString();
            List<Changed> changes = new ArrayList<>();
            boolean held = database.inTransaction(session -> {
                if (!advance(session, json, summary)) {
                    return false;
                }
                changes.addAll(findings.seen(session, decided, false, clock.instant(), ended(session)));
                if (scan.kind() == ScanKind.FULL && state.covered.contains(part.name())) {
                    store.covered(session, part.name(), state.rows, scan.id(), clock.instant());
                }
                return true;
            });
            stored(json);
            listener.changed(changes);
            return held;
        }

        private Result finish() {
            List<Observation> observed = observed();
            String summary = ScanSummary.of(state, parts.size(), observed).toString();
            List<Changed> changes = new ArrayList<>();
            boolean done = database.inTransaction(session -> {
                if (!store.finish(session, scan, summary)) {
                    return false;
                }
                changes.addAll(findings.expire(session, clock.instant()));
                changes.addAll(findings.seen(
                        session, observed, scan.kind() == ScanKind.FULL, clock.instant(), ended(session)));
                if (scan.kind() == ScanKind.FULL) {
                    changes.addAll(resolve(session, observed));
                    store.remember(session, ScanState.checksJson(state.checks));
                    store.forget(session);
                    VectorHashes.forget(session);
                }
                if (scan.kind() == ScanKind.INCREMENTAL) {
                    Watermarks.reach(session, state.watermark);
                }
                return true;
            });
            if (!done) {
                return Result.of(Outcome.ELSEWHERE);
            }
            listener.changed(changes);
            listener.ended(scan.id(), scan.kind(), true, state.rows, state.seconds);
            return new Result(Outcome.DONE, rows(), seconds, Optional.empty());
        }

        private Function<Cause, String> ended(Session session) {
            return EndedRun.since(session, store.lastFullPassBegan(session, scan.id()))
                    .<Function<Cause, String>>map(run -> run::note)
                    .orElse(cause -> "");
        }

        private List<Changed> resolve(Session session, List<Observation> observed) {
            Observations seen = new Observations(observed);
            Set<Cause> causes = new HashSet<>();
            observed.forEach(observation -> causes.add(observation.cause()));
            return findings.notSeen(
                    session,
                    cause -> seen.keptAllOf(cause.kind()) && isCovered(cause),
                    causes,
                    scan.createdAt(),
                    clock.instant());
        }

        /** Whether every part that sees rows with this cause was passed over whole, and there is one. */
        private boolean isCovered(Cause cause) {
            List<ScanPart> seeing =
                    parts.stream().filter(part -> part.covers(cause)).toList();
            return !seeing.isEmpty() && seeing.stream().allMatch(part -> state.covered.contains(part.name()));
        }

        /** All that was seen so far, by all parts. */
        private List<Observation> observed() {
            return observed(checks().observations());
        }

        private CorpusChecks checks() {
            return new DocumentPart(schema, prior, corpus).checks(state.checks);
        }

        private List<Observation> observed(Observations ofDocuments) {
            Observations all = new Observations(ofDocuments.list());
            state.others().list().forEach(all::add);
            return all.list();
        }

        private Result waits(String code, String sentence, Optional<Duration> delay) {
            Instant until = clock.instant().plus(delay.orElse(Duration.ofDays(366)));
            database.with(session -> {
                store.release(session, scan, Optional.of(sentence), Optional.of(until));
                return true;
            });
            listener.waits(scan.id(), code);
            return new Result(Outcome.WAITING, rows(), seconds, delay);
        }
    }
}
