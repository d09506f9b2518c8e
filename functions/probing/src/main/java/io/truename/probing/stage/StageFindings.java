// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Observations of stage events. A cause is a pair of stages or a stage, never a document or a user. */
public final class StageFindings {
    /** Kinds that are observed here. */
    public static final Set<FindingKind> KINDS = Set.of(
            FindingKind.STAGE_DISAGREES,
            FindingKind.STAGE_STUCK,
            FindingKind.STAGE_FEWER_ROWS,
            FindingKind.USER_CANNOT_RETRIEVE);

    /** Detail of the cause that the corpus holds fewer chunks than the chunker said; others compare events with each other. */
    private static final String STORED = "chunked.stored";

    private StageFindings() {}

    /** Whether a cause is one of events, and not of a scan. */
    public static boolean isOfEvents(Cause cause) {
        return KINDS.contains(cause.kind()) && cause.table().isEmpty() && !isOfStoredRows(cause);
    }

    /**
     * Whether a report that does not show a cause of events says that it is gone. While nothing comes out of a stage, its stuck
     * documents only leave the window.
     */
    public static boolean isCovered(Cause cause, StageReport report) {
        return isOfEvents(cause)
                && (cause.kind() != FindingKind.STAGE_STUCK
                        || report.pairs().stream()
                                .anyMatch(pair ->
                                        pair.to().word().equals(cause.detail()) && pair.agree() + pair.differ() > 0));
    }

    /** Whether a cause is that of {@link #ofStoredRows}. */
    public static boolean isOfStoredRows(Cause cause) {
        return cause.kind() == FindingKind.STAGE_FEWER_ROWS && cause.detail().equals(STORED);
    }

    /** Observation of documents for which the corpus holds fewer chunks than the chunker said; none if there are none. */
    public static List<Observation> ofStoredRows(long documents, List<String> samples) {
        Observations seen = new Observations();
        add(seen, FindingKind.STAGE_FEWER_ROWS, STORED, documents, samples);
        return seen.list();
    }

    /**
     * Observations of a report and of failed retrievals.
     *
     * @param failed documents that users asked for and did not get
     */
    public static List<Observation> of(StageReport report, List<FailedRetrieval> failed, Set<Stage> inUse) {
        Observations seen = new Observations();
        for (StagePair pair : report.pairs()) {
            add(seen, FindingKind.STAGE_DISAGREES, pair.name(), pair.differ(), pair.differing());
            if (pair.to() != Stage.RETRIEVED) {
                add(seen, FindingKind.STAGE_STUCK, pair.to().word(), pair.missing(), pair.stuck());
            }
        }
        for (StageIds ids : report.stages()) {
            add(seen, FindingKind.STAGE_FEWER_ROWS, ids.stage().word(), ids.fewerRows(), ids.samples());
        }
        for (FailedRetrieval failure : failed) {
            FailedRetrieval.Reason reason = failure.reason(inUse);
            String detail = reason.code().name().toLowerCase(Locale.ROOT) + "."
                    + reason.stage().word();
            seen.add(
                    new Cause(FindingKind.USER_CANNOT_RETRIEVE, "", "", detail),
                    failure.document().toString());
        }
        return seen.list();
    }

    private static void add(Observations seen, FindingKind kind, String detail, long count, List<String> samples) {
        if (count > 0) {
            seen.add(new Observation(new Cause(kind, "", "", detail), count, samples));
        }
    }
}
