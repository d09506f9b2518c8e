// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.postgres.Database;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.postgres.probing.stage.Retrievals;
import io.truename.postgres.probing.stage.StageReports;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.Severity;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.PartSource;
import io.truename.probing.score.ScorePart;
import io.truename.probing.stage.RetrievalCount;
import io.truename.probing.stage.StagePair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores of the parts that findings, scans and stage events tell. */
public final class CorpusScores implements PartSource {
    private static final Duration WINDOW = Duration.ofDays(1);
    /** Beginning of the name of the part of a scan that checks ids. */
    private static final String IDS = "documents ";

    private static final Set<FindingKind> BREACHES = Set.of(FindingKind.ID_COLLISION, FindingKind.RECIPE_DISAGREES);

    private final Database database;
    private final FindingStore findings = new FindingStore();
    private final ScanStore scans = new ScanStore();
    private final StageReports stages;
    private final Retrievals retrievals;
    private final Clock clock;

    /** Creates it without reading. */
    public CorpusScores(Database database, Clock clock) {
        this.database = database;
        this.stages = new StageReports(database);
        this.retrievals = new Retrievals(database);
        this.clock = clock;
    }

    @Override
    public List<PartScore> read() {
        Instant now = clock.instant();
        List<FindingStore.Tally> unresolved = database.with(findings::tally).stream()
                .filter(tally -> tally.state() != FindingState.RESOLVED)
                .toList();
        List<ScanStore.PartSeen> seen = database.with(scans::parts);
        List<StagePair> pairs = stages.read(now.minus(WINDOW), now).pairs();
        long agreed = pairs.stream().mapToLong(StagePair::agree).sum();
        long others =
                pairs.stream().mapToLong(pair -> pair.differ() + pair.missing()).sum();
        RetrievalCount asked = retrievals.overall(now.minus(WINDOW));
        return List.of(
                ids(unresolved, seen),
                integrity(unresolved, seen),
                PartFormulas.stageAgreement(agreed + others, agreed),
                PartFormulas.retrieval(asked.found() + asked.missed(), asked.found()));
    }

    private static PartScore ids(List<FindingStore.Tally> unresolved, List<ScanStore.PartSeen> seen) {
        long checked = seen.stream()
                .filter(part -> part.part().startsWith(IDS))
                .mapToLong(ScanStore.PartSeen::rows)
                .sum();
        long wrong = unresolved.stream()
                .filter(tally -> isOfIds(tally.kind()))
                .mapToLong(FindingStore.Tally::rows)
                .sum();
        boolean breached = unresolved.stream()
                .anyMatch(tally -> BREACHES.contains(tally.kind()) && tally.state() == FindingState.OPEN);
        return PartFormulas.idCorrectness(checked, wrong, breached);
    }

    private static PartScore integrity(List<FindingStore.Tally> unresolved, List<ScanStore.PartSeen> seen) {
        if (seen.isEmpty()) {
            return new PartScore.Unknown(ScorePart.INTEGRITY, "No scan has passed over the corpus yet.");
        }
        Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        unresolved.stream()
                .filter(tally -> !isOfIds(tally.kind()) && !isOfOtherParts(tally.kind()))
                .forEach(tally -> counts.merge(tally.kind().severity(), tally.findings(), Long::sum));
        return PartFormulas.integrity(counts);
    }

    private static boolean isOfIds(FindingKind kind) {
        return kind.code().startsWith("id.");
    }

    /** Findings on stages, retrieval, indexes and the recipe count in their own parts. */
    private static boolean isOfOtherParts(FindingKind kind) {
        return kind.code().startsWith("stage.")
                || kind.code().startsWith("user.")
                || kind.code().startsWith("index.")
                || kind == FindingKind.RECIPE_DISAGREES;
    }
}
