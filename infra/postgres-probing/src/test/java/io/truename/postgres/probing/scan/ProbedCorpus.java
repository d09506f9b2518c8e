// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.finding.FindingFilter;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.probing.finding.Finding;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.testkit.database.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A corpus with our tables beside it, and scans that are driven through it as the function drives them. */
public final class ProbedCorpus implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Database database;
    private final Database read;
    private final String mapping;
    private final ScanStore scans = new ScanStore();
    private final FindingStore findings = new FindingStore();

    /** The corpus in that database. */
    public ProbedCorpus(TestDatabase corpus, String mapping) {
        this(corpus, corpus.url(), mapping);
    }

    /** The corpus in that database, read elsewhere, such as on a standby. */
    public ProbedCorpus(TestDatabase corpus, String replica, String mapping) {
        this.database = Database.of(DatabaseUrl.parse(corpus.url()), "probe-test", 6);
        this.read = Database.ofBinary(DatabaseUrl.parse(replica), "probe-test", 3);
        this.mapping = mapping;
        SchemaMigrations.run(database);
    }

    /** Its pool. */
    public Database database() {
        return database;
    }

    /** The corpus as it is found. */
    public CorpusSchema schema() {
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)))
                .schema()
                .orElseThrow();
    }

    /** Begins a scan. */
    public UUID begin(ScanKind kind, ScanSettings settings) {
        return database.with(session -> scans.begin(session, kind, settings.toJson()))
                .orElseThrow();
    }

    /** A whole scan. */
    public ScanStore.Stored scan(ScanKind kind) {
        return scan(kind, ScanSettings.USUAL);
    }

    /** A whole scan with these settings. */
    public ScanStore.Stored scan(ScanKind kind, ScanSettings settings) {
        UUID id = begin(kind, settings);
        Instant until = Instant.now().plus(LONGEST);
        ScanStep step = step();
        ScanStep.Result result;
        do {
            result = step.goOn(id, schema(), Instant.now().plusSeconds(5));
            if (Instant.now().isAfter(until)) {
                throw new AssertionError(result + " " + find(id));
            }
            if (result.outcome() == ScanStep.Outcome.WAITING) {
                database.with(session -> {
                    scans.wake(session, id);
                    return true;
                });
            }
        } while (result.outcome() == ScanStep.Outcome.MORE || result.outcome() == ScanStep.Outcome.WAITING);
        return find(id);
    }

    /** An instance. */
    public ScanStep step() {
        return new ScanStep(database, read, ScanListener.NONE, Clock.systemUTC());
    }

    /** An instance that reads so many documents at once. */
    public ScanStep step(int documentsOfAPage) {
        return new ScanStep(database, read, ScanListener.NONE, Clock.systemUTC(), documentsOfAPage);
    }

    /** A scan as it is stored. */
    public ScanStore.Stored find(UUID id) {
        return database.with(session -> scans.find(session, id)).orElseThrow();
    }

    /** All findings of a state. */
    public List<Finding> findings(FindingState state) {
        return database
                .with(session -> findings.list(
                        session,
                        new FindingFilter(Optional.of(state), Optional.empty(), Optional.empty()),
                        1_000,
                        Optional.empty()))
                .items()
                .stream()
                .map(FindingStore.Stored::finding)
                .toList();
    }

    /** Notes of the last entries of the histories of open findings of a kind. */
    public List<String> notes(FindingKind kind) {
        return findings(FindingState.OPEN).stream()
                .filter(finding -> finding.cause().kind() == kind)
                .map(finding -> database.with(session ->
                                findings.find(session, finding.cause().fingerprint()))
                        .orElseThrow()
                        .history()
                        .get(0)
                        .note())
                .toList();
    }

    /** Rows of open findings by kind. */
    public Map<FindingKind, Long> open() {
        Map<FindingKind, Long> open = new TreeMap<>();
        findings(FindingState.OPEN)
                .forEach(finding -> open.merge(finding.cause().kind(), finding.count(), Long::sum));
        return open;
    }

    @Override
    public void close() {
        read.close();
        database.close();
    }
}
