// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.corpus.CorpusEvents;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.probe.known.KnownLookups.Answers;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.HistoryEntry;
import io.truename.probing.finding.Severity;
import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthReport;
import io.truename.probing.selfcheck.Implementation;
import io.truename.probing.selfcheck.ImplementationResult;
import io.truename.probing.selfcheck.SelfCheck;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Log events of {@code probe}: counts, kinds and durations; no id of a user or document, no message of a server. {@code
 * terraform/catalog/events.yaml} describes them.
 */
public final class ProbeEvents {
    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED = EdgeEvents.requestAnswered(
                    "probe",
                    "/scans",
                    "/scans/{id}",
                    "/scans/steps",
                    "/findings",
                    "/findings/{fingerprint}",
                    "/findings/{fingerprint}/acknowledge",
                    "/events",
                    "/stages",
                    "/retrieval",
                    "/retrieval/users",
                    "/retrieval/users/{id}",
                    "/known",
                    "/database",
                    "/score",
                    "/production-health",
                    "/self-checks",
                    "/known/stats",
                    "/known/warm",
                    "/known/changes",
                    "/health",
                    "/openapi.json")
            .text("scan", "more", "waiting", "done", "failed", "elsewhere", "idle", "woken", "refused")
            .numbers("rows", "metricPoints", "metricFailures")
            .text("database", "missing");

    private static final String SCAN = "scan";
    private static final String KIND = "kind";

    private static final LogEvent SCAN_ENDED = LogEvent.of(
                    "probe.scan_ended", EventLog.Severity.INFO, EventLog.Severity.WARNING)
            .texts(SCAN)
            .text(KIND, Arrays.stream(ScanKind.values()).map(ScanKind::code).toArray(String[]::new))
            .text("outcome", "done", "failed")
            .numbers("rows", "seconds");

    private static final LogEvent SCAN_WAITS =
            LogEvent.of("probe.scan_waits", EventLog.Severity.INFO).texts(SCAN, "code");

    private static final LogEvent STEP_NOT_QUEUED =
            LogEvent.of("probe.step_not_queued", EventLog.Severity.WARNING).texts(SCAN);

    private static final LogEvent FINDING = LogEvent.of(
                    "probe.finding", EventLog.Severity.INFO, EventLog.Severity.WARNING, EventLog.Severity.ERROR)
            .text(
                    KIND,
                    Arrays.stream(FindingKind.values()).map(FindingKind::code).toArray(String[]::new))
            .text(
                    "findingSeverity",
                    Arrays.stream(Severity.values()).map(Severity::name).toArray(String[]::new))
            .text(
                    "change",
                    Arrays.stream(HistoryEntry.Event.values())
                            .map(HistoryEntry.Event::code)
                            .toArray(String[]::new))
            .texts("fingerprint")
            .numbers("rows", "further");

    /** Lines of requests without a refused event may be left out. */
    private static final LogEvent STAGE_EVENTS_TAKEN = LogEvent.of("stage.events", EventLog.Severity.INFO)
            .numbers("counted", "repeated", "refused")
            .sampled(List.of(), "refused", Set.of("0"), Set.of("counted", "repeated", "refused"));

    private static final LogEvent KNOWN_LOOKED_UP = LogEvent.of("known.looked_up", EventLog.Severity.INFO)
            .text("slowest", "memory", "store", "database")
            .numbers("memory", "store", "database", "storeDown", "evicted")
            .sampled(
                    List.of("slowest"),
                    "slowest",
                    Set.of("memory", "store", "database"),
                    Set.of("memory", "store", "database", "storeDown", "evicted"));

    private static final LogEvent HEALTH_REPORTED = LogEvent.of("health.reported", EventLog.Severity.INFO)
            .numbers("score", "coverage", "breaches", "failed", "warnings", "unknown", "changes")
            .text("topic", "published", "failed", "off");

    private static final String[] OUTCOMES = Arrays.stream(ImplementationResult.Outcome.values())
            .map(ImplementationResult.Outcome::code)
            .toArray(String[]::new);

    private static final LogEvent SELF_CHECK = LogEvent.of(
                    "probe.self_check", EventLog.Severity.INFO, EventLog.Severity.WARNING, EventLog.Severity.ERROR)
            .text("outcome", OUTCOMES)
            .text("java", OUTCOMES)
            .text("postgres", OUTCOMES)
            .text("generate", OUTCOMES)
            .numbers("differing", "seed");

    private final EventLog log;
    private final CorpusEvents ofCorpus;

    public ProbeEvents(EventLog log) {
        this.log = log;
        this.ofCorpus = new CorpusEvents(log);
    }

    CorpusEvents ofCorpus() {
        return ofCorpus;
    }

    /** Documents were looked up. */
    void knownLookedUp(Answers answers) {
        log.write(
                EventLog.Severity.INFO,
                KNOWN_LOOKED_UP,
                "Documents were looked up.",
                Map.of(
                        "slowest",
                        answers.database() > 0 ? "database" : answers.store() > 0 ? "store" : "memory",
                        "memory",
                        answers.memory(),
                        "store",
                        answers.store(),
                        "database",
                        answers.database(),
                        "storeDown",
                        answers.storeDown(),
                        "evicted",
                        answers.evicted()));
    }

    /** Events of stages were taken. */
    void stageEventsTaken(int counted, int repeated, int refused) {
        log.write(
                EventLog.Severity.INFO,
                STAGE_EVENTS_TAKEN,
                "Events of stages were taken.",
                Map.of("counted", counted, "repeated", repeated, "refused", refused));
    }

    /** A report on the health of the production was made; {@code topic} is {@code published}, {@code failed} or {@code off}. */
    public void healthReported(HealthReport report, String topic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        report.score().score().ifPresent(score -> fields.put("score", Math.round(score)));
        fields.put("coverage", report.score().coverage());
        fields.put("breaches", report.score().breaches().size());
        fields.put("failed", count(report, HealthCheck.Outcome.FAILED));
        fields.put("warnings", count(report, HealthCheck.Outcome.WARNING));
        fields.put("unknown", count(report, HealthCheck.Outcome.UNKNOWN));
        fields.put("changes", report.changes().size());
        fields.put("topic", topic);
        log.write(
                EventLog.Severity.INFO, HEALTH_REPORTED, "A report on the health of the production was made.", fields);
    }

    /** Every implementation was asked for ids. */
    public void selfChecked(SelfCheck check) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outcome", check.outcome().code());
        fields.put("java", check.of(Implementation.JAVA).outcome().code());
        fields.put("postgres", check.of(Implementation.POSTGRES).outcome().code());
        fields.put("generate", check.of(Implementation.GENERATE).outcome().code());
        fields.put(
                "differing",
                check.results().stream()
                        .mapToInt(ImplementationResult::differing)
                        .sum());
        fields.put("seed", check.seed());
        log.write(severity(check.outcome()), SELF_CHECK, told(check.outcome()), fields);
    }

    private static EventLog.Severity severity(ImplementationResult.Outcome outcome) {
        return switch (outcome) {
            case AGREED -> EventLog.Severity.INFO;
            case UNCHECKED -> EventLog.Severity.WARNING;
            case DISAGREED -> EventLog.Severity.ERROR;
        };
    }

    private static String told(ImplementationResult.Outcome outcome) {
        return switch (outcome) {
            case AGREED -> "The same inputs got the same ids in every way.";
            case UNCHECKED -> "Not every way to compute ids could be checked; GET /self-checks says why.";
            case DISAGREED -> "The same inputs got different ids; GET /self-checks shows them.";
        };
    }

    private static long count(HealthReport report, HealthCheck.Outcome outcome) {
        return report.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .count();
    }

    /** A scan is done, or has failed. */
    public void scanEnded(UUID scan, ScanKind kind, boolean done, long rows, double seconds) {
        log.write(
                done ? EventLog.Severity.INFO : EventLog.Severity.WARNING,
                SCAN_ENDED,
                done ? "A scan is done." : "A scan has failed; GET /scans/{id} says why.",
                Map.of(
                        SCAN,
                        scan.toString(),
                        KIND,
                        kind.code(),
                        "outcome",
                        done ? "done" : "failed",
                        "rows",
                        rows,
                        "seconds",
                        seconds));
    }

    /** A scan waits for its database. */
    public void scanWaits(UUID scan, String code) {
        log.write(EventLog.Severity.INFO, SCAN_WAITS, "A scan waits.", Map.of(SCAN, scan.toString(), "code", code));
    }

    /** The next step of a scan could not be asked for. */
    public void stepNotQueued(UUID scan) {
        log.write(
                EventLog.Severity.WARNING,
                STEP_NOT_QUEUED,
                "The next step of a scan could not be asked for; the schedule wakes it, or POST /scans/steps.",
                Map.of(SCAN, scan.toString()));
    }

    /**
     * The history of a finding changed.
     *
     * @param further changes of the same kind that have no line
     */
    public void finding(Cause cause, HistoryEntry entry, int further) {
        boolean appeared = entry.event() == HistoryEntry.Event.SEEN || entry.event() == HistoryEntry.Event.REOPENED;
        Severity severity = cause.kind().severity();
        log.write(
                !appeared
                        ? EventLog.Severity.INFO
                        : severity == Severity.CRITICAL ? EventLog.Severity.ERROR : EventLog.Severity.WARNING,
                FINDING,
                "A finding was " + entry.event().code() + ".",
                Map.of(
                        KIND,
                        cause.kind().code(),
                        "findingSeverity",
                        severity.name(),
                        "change",
                        entry.event().code(),
                        "fingerprint",
                        cause.fingerprint(),
                        "rows",
                        entry.count(),
                        "further",
                        further));
    }
}
