// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import static io.truename.probing.stage.FailedRetrieval.Code.ID_NOT_OF_RECIPE;
import static io.truename.probing.stage.FailedRetrieval.Code.ID_RANDOM;
import static io.truename.probing.stage.FailedRetrieval.Code.NOT_KNOWN;
import static io.truename.probing.stage.FailedRetrieval.Code.NO_EVENTS;
import static io.truename.probing.stage.FailedRetrieval.Code.OTHER_ID_ASKED;
import static io.truename.probing.stage.FailedRetrieval.Code.STAGES_DIFFER;
import static io.truename.probing.stage.FailedRetrieval.Code.STAGE_MISSING;
import static io.truename.probing.stage.Stage.CHUNKED;
import static io.truename.probing.stage.Stage.PARSED;
import static io.truename.probing.stage.Stage.RETRIEVED;
import static io.truename.probing.stage.Stage.UPLOADED;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailedRetrievalTest {
    private static final DocumentId TRUE_ID = Namespace.DEFAULT.documentId(new DocumentName("anna", "ab".repeat(32)));
    private static final DocumentId OTHER = Namespace.DEFAULT.documentId(new DocumentName("ben", "ab".repeat(32)));
    private static final DocumentId RANDOM = DocumentId.parse("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    private static final Set<Stage> IN_USE = Set.of(UPLOADED, PARSED, CHUNKED, RETRIEVED);

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(true, Map.of(UPLOADED, RANDOM, PARSED, TRUE_ID), ID_RANDOM, UPLOADED),
                Arguments.of(true, Map.of(UPLOADED, TRUE_ID, PARSED, OTHER), ID_NOT_OF_RECIPE, PARSED),
                Arguments.of(false, Map.of(UPLOADED, TRUE_ID, PARSED, OTHER), STAGES_DIFFER, PARSED),
                Arguments.of(false, Map.of(UPLOADED, TRUE_ID, PARSED, RANDOM), ID_RANDOM, PARSED),
                Arguments.of(true, Map.of(UPLOADED, TRUE_ID, RETRIEVED, TRUE_ID), STAGE_MISSING, PARSED),
                Arguments.of(true, Map.of(UPLOADED, TRUE_ID, PARSED, TRUE_ID), STAGE_MISSING, CHUNKED),
                // The first deviation is the cause, whatever is missing after it.
                Arguments.of(true, Map.of(PARSED, RANDOM), ID_RANDOM, PARSED),
                Arguments.of(
                        true,
                        Map.of(UPLOADED, TRUE_ID, PARSED, TRUE_ID, CHUNKED, TRUE_ID, RETRIEVED, RANDOM),
                        OTHER_ID_ASKED,
                        RETRIEVED),
                Arguments.of(false, Map.of(RETRIEVED, RANDOM), NO_EVENTS, RETRIEVED),
                Arguments.of(
                        true,
                        Map.of(UPLOADED, TRUE_ID, PARSED, TRUE_ID, CHUNKED, TRUE_ID, RETRIEVED, TRUE_ID),
                        NOT_KNOWN,
                        RETRIEVED));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reason_isTheFirstThingThatPrevents(
            boolean inputsKnown, Map<Stage, DocumentId> used, FailedRetrieval.Code code, Stage stage) {
        DocumentId document = inputsKnown ? TRUE_ID : used.getOrDefault(UPLOADED, RANDOM);
        FailedRetrieval failed = new FailedRetrieval(document, inputsKnown, used, Instant.EPOCH);
        assertThat(failed.reason(IN_USE)).isEqualTo(new FailedRetrieval.Reason(code, stage));
    }

    // A million failures with one cause are one finding.
    @Test
    void observations_haveOneCauseForEachReason_andNoUser() {
        FailedRetrieval failed = new FailedRetrieval(TRUE_ID, true, Map.of(UPLOADED, RANDOM), Instant.EPOCH);
        StageReport report = new StageReport(
                Instant.EPOCH,
                3,
                true,
                List.of(new StageIds(CHUNKED, 3, 3, 0, 0, 0, 2, List.of("a"))),
                List.of(
                        new StagePair(UPLOADED, PARSED, 1, 2, 3, 0, List.of("b"), List.of("c")),
                        new StagePair(PARSED, RETRIEVED, 1, 0, 3, 0, List.of(), List.of("d"))),
                List.of());
        assertThat(StageFindings.of(report, List.of(failed, failed), IN_USE))
                .containsExactlyInAnyOrder(
                        new Observation(cause(FindingKind.STAGE_DISAGREES, "uploaded-parsed"), 2, List.of("b")),
                        new Observation(cause(FindingKind.STAGE_STUCK, "parsed"), 3, List.of("c")),
                        new Observation(cause(FindingKind.STAGE_FEWER_ROWS, "chunked"), 2, List.of("a")),
                        new Observation(
                                cause(FindingKind.USER_CANNOT_RETRIEVE, "id_random.uploaded"),
                                2,
                                List.of(TRUE_ID.toString())));
    }

    private static Cause cause(FindingKind kind, String detail) {
        return new Cause(kind, "", "", detail);
    }
}
