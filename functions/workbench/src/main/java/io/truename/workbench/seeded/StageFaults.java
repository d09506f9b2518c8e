// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.probing.stage.StageEventIntake;
import io.truename.postgres.probing.stage.StageReports;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageEvent;
import io.truename.probing.stage.StageEventFields;
import io.truename.probing.stage.StageFindings;
import io.truename.probing.stage.StageIds;
import io.truename.probing.stage.StageReport;
import io.truename.workbench.seeded.CorpusRows.Document;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Faults of stages: a corpus's documents went through all of them an hour ago, one of them not as it should. */
final class StageFaults {
    private static final List<Stage> STAGES = List.of(Stage.UPLOADED, Stage.PARSED, Stage.CHUNKED, Stage.EMBEDDED);
    private static final Duration AGO = Duration.ofHours(1);

    private final FaultyCorpus corpus;
    private final Database database;
    private final List<Document> documents;
    private final Instant now = Instant.now();

    StageFaults(FaultyCorpus corpus, CorpusRows rows) {
        this.corpus = corpus;
        this.database = corpus.database();
        this.documents = rows.documents();
    }

    /** Fault of one document in one stage. */
    private record Fault(Optional<FindingKind> kind, Document document, Stage stage) {
        boolean is(FindingKind of, Document at, Stage in) {
            return kind.filter(of::equals).isPresent() && document.equals(at) && stage == in;
        }
    }

    /** Takes planted and found faults. */
    interface Comparison {
        void compare(String what, Map<Cause, Long> planted, Map<Cause, Long> found);
    }

    /** Plants every fault at a place. */
    void plant(Place place, Comparison comparison) throws SQLException {
        Document document = place.pick(documents).orElseThrow();
        Stage stage = STAGES.get(1 + place.random().nextInt(STAGES.size() - 1));
        Stage before = STAGES.get(STAGES.indexOf(stage) - 1);
        comparison.compare("agreeing stages", Map.of(), found(new Fault(Optional.empty(), document, stage), place));
        comparison.compare(
                "stage.stuck (" + stage.word() + ")",
                Map.of(new Cause(FindingKind.STAGE_STUCK, "", "", stage.word()), 1L),
                found(new Fault(Optional.of(FindingKind.STAGE_STUCK), document, stage), place));
        // The stage hands its id on to those that follow.
        comparison.compare(
                "stage.disagrees (" + stage.word() + ")",
                Map.of(new Cause(FindingKind.STAGE_DISAGREES, "", "", before.word() + "-" + stage.word()), 1L),
                found(new Fault(Optional.of(FindingKind.STAGE_DISAGREES), document, stage), place));
        comparison.compare(
                "stage.fewer-rows (embedded)",
                Map.of(new Cause(FindingKind.STAGE_FEWER_ROWS, "", "", Stage.EMBEDDED.word()), 1L),
                found(new Fault(Optional.of(FindingKind.STAGE_FEWER_ROWS), document, Stage.EMBEDDED), place));
    }

    private Map<Cause, Long> found(Fault fault, Place place) throws SQLException {
        forget();
        List<StageEvent> events = new ArrayList<>();
        DocumentId other = DocumentId.of(WrongIds.drawn(4, place.random()));
        for (Document document : documents) {
            DocumentId used = DocumentId.of(document.uuid());
            long rows = 5;
            for (Stage stage : STAGES) {
                if (fault.is(FindingKind.STAGE_STUCK, document, stage)) {
                    // Nothing comes out of the stages behind it either.
                    break;
                }
                used = fault.is(FindingKind.STAGE_DISAGREES, document, stage) ? other : used;
                rows -= fault.is(FindingKind.STAGE_FEWER_ROWS, document, stage) ? 1 : 0;
                events.add(event(stage, document, used, rows));
            }
        }
        new StageEventIntake(database, Clock.systemUTC()).record(events);
        StageReport report = new StageReports(database).read(now.minus(Duration.ofDays(1)), Instant.now());
        Map<Cause, Long> found = StageFindings.of(
                        report,
                        List.of(),
                        report.stages().stream().map(StageIds::stage).collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Observation::cause, Observation::count));
        forget();
        return found;
    }

    private StageEvent event(Stage stage, Document document, DocumentId used, long rows) {
        boolean counts = stage == Stage.CHUNKED || stage == Stage.EMBEDDED;
        return StageEvent.of(
                new StageEventFields(
                        stage,
                        used,
                        Optional.of(document.names().user()),
                        Optional.of(document.names().hash()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(now.minus(AGO).plusSeconds(STAGES.indexOf(stage))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        counts ? Optional.of(rows) : Optional.empty(),
                        StageAttempt.NOT_TOLD),
                Namespace.DEFAULT,
                now);
    }

    private void forget() throws SQLException {
        corpus.sql("TRUNCATE truename.stage_event, truename.stage_alias, truename.stage_document,"
                + " truename.retrieval_hour, truename.stage_attempt_hour");
    }
}
