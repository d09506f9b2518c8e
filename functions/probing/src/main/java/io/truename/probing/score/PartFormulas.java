// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import io.truename.probing.finding.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Formulas of the parts. Too few events to tell anything are unknown. */
public final class PartFormulas {
    /** The fewest events that a share is computed from. */
    public static final long LEAST_EVENTS = 20;

    private static final double TOP = 100;
    private static final Scale IDS = new Scale(0.95, 0.99, 1);
    private static final Scale RETRIEVALS = new Scale(0.90, 0.95, 0.995);
    private static final Scale AVAILABILITY = new Scale(0.99, 0.999, 0.9995);
    private static final Scale LATENCY_MILLIS = new Scale(2_000, 500, 100);
    private static final double AGREEMENT_BREACH = 0.90;
    private static final double RETRIEVAL_BREACH = 0.95;
    private static final double AVAILABILITY_BREACH = 0.99;
    private static final double QUARANTINE = 1_000;

    private PartFormulas() {}

    /** Scores ids: {@code wrong} of {@code checked} rows; a collision or a self-check that disagrees is a breach. */
    public static PartScore idCorrectness(long checked, long wrong, boolean breached) {
        if (checked <= 0) {
            return new PartScore.Unknown(ScorePart.ID_CORRECTNESS, "No scan has checked rows yet.");
        }
        double share = 1 - (double) Math.min(wrong, checked) / checked;
        return known(
                ScorePart.ID_CORRECTNESS,
                IDS.of(share),
                breached,
                Map.of("rowsChecked", (double) checked, "rowsWrong", (double) wrong));
    }

    /** Scores stages: {@code agreed} of {@code compared} pairs of a document and two stages. */
    public static PartScore stageAgreement(long compared, long agreed) {
        if (compared < LEAST_EVENTS) {
            return few(ScorePart.STAGE_AGREEMENT, compared, "pairs of stages were seen");
        }
        double share = (double) agreed / compared;
        return known(
                ScorePart.STAGE_AGREEMENT,
                IDS.of(share),
                share < AGREEMENT_BREACH,
                Map.of("pairs", (double) compared, "agreed", (double) agreed));
    }

    /** Scores retrieval: {@code succeeded} of {@code retrievals}. */
    public static PartScore retrieval(long retrievals, long succeeded) {
        if (retrievals < LEAST_EVENTS) {
            return few(ScorePart.RETRIEVAL, retrievals, "retrievals were seen");
        }
        double share = (double) succeeded / retrievals;
        return known(
                ScorePart.RETRIEVAL,
                RETRIEVALS.of(share),
                share < RETRIEVAL_BREACH,
                Map.of("retrievals", (double) retrievals, "succeeded", (double) succeeded));
    }

    /** Scores integrity by the number of open findings of each severity, after a first scan. */
    public static PartScore integrity(Map<Severity, Long> findings) {
        return bySeverity(ScorePart.INTEGRITY, findings);
    }

    /** Scores the database by the number of advices of each severity. */
    public static PartScore database(Map<Severity, Long> advice) {
        return bySeverity(ScorePart.DATABASE, advice);
    }

    private static PartScore bySeverity(ScorePart part, Map<Severity, Long> counts) {
        Map<String, Double> inputs = new LinkedHashMap<>();
        double score = TOP;
        for (Severity severity : Severity.values()) {
            long count = counts.getOrDefault(severity, 0L);
            inputs.put(severity.name().toLowerCase(Locale.ROOT), (double) count);
            score -= count * penalty(severity);
        }
        return known(part, Math.max(0, score), counts.getOrDefault(Severity.CRITICAL, 0L) > 0, inputs);
    }

    private static double penalty(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 60;
            case HIGH -> 20;
            case MEDIUM -> 7;
            case LOW -> 2;
        };
    }

    /** State of a run, as far as the score tells them apart. */
    public enum RunCondition {
        ENDED(100),
        AT_WORK(100),
        PAUSED(70),
        FAILED(0);

        private final double score;

        RunCondition(double score) {
            this.score = score;
        }
    }

    /** Scores the newest run of migrate: {@code quarantined} of {@code planned} documents. */
    public static PartScore migration(RunCondition condition, long planned, long quarantined) {
        double share = planned <= 0 ? 0 : Math.min(1, (double) quarantined / planned);
        return known(
                ScorePart.MIGRATION,
                Math.max(0, condition.score - QUARANTINE * share),
                condition == RunCondition.FAILED,
                Map.of("documentsPlanned", (double) planned, "documentsInQuarantine", (double) quarantined));
    }

    /** Scores generation by the requests of an hour; {@code latencyMillis} is their 95th percentile. */
    public static PartScore generation(long requests, long failed, OptionalDouble latencyMillis) {
        if (requests < LEAST_EVENTS) {
            return few(ScorePart.GENERATION, requests, "requests of generate in an hour");
        }
        double share = 1 - (double) failed / requests;
        double score = AVAILABILITY.of(share);
        Map<String, Double> inputs = new LinkedHashMap<>();
        inputs.put("requests", (double) requests);
        inputs.put("failed", (double) failed);
        if (latencyMillis.isPresent()) {
            score = Math.min(score, LATENCY_MILLIS.of(latencyMillis.getAsDouble()));
            inputs.put("latencyMillis", latencyMillis.getAsDouble());
        }
        return known(ScorePart.GENERATION, score, share < AVAILABILITY_BREACH, inputs);
    }

    private static PartScore few(ScorePart part, long events, String what) {
        return new PartScore.Unknown(part, "Only " + events + " " + what + "; a share needs " + LEAST_EVENTS + ".");
    }

    private static PartScore known(ScorePart part, double value, boolean breached, Map<String, Double> inputs) {
        return new PartScore.Known(part, value, inputs, breached);
    }
}
