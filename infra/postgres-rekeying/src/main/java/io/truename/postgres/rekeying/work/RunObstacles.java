// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.plan.MergeRights;
import io.truename.postgres.rekeying.run.RunView;
import java.util.ArrayList;
import java.util.List;

/** Obstacles that would stop a run at once; a run that has any is neither started nor resumed. */
public final class RunObstacles {
    static final String SCHEMA_CHANGED =
            "The tables are not those that were planned for: undo the change and resume, or roll"
                    + " back and plan again.";

    private RunObstacles() {}

    /** Finds the obstacles of a run, each as a sentence with its remedy. Outside of a transaction. */
    public static List<String> of(Session session, RunView run) {
        Mapping mapping = MappingReader.read(run.mapping());
        if (mapping.beside()) {
            BackfillInspection inspection = BackfillInspector.inspectUnderWay(session, mapping);
            return obstacles(
                    inspection.findings(),
                    inspection.schema().isEmpty() || !inspection.fingerprint().equals(run.schemaFingerprint()));
        }
        Inspection inspection = CorpusInspector.inspectUnderWay(session, mapping);
        List<String> obstacles = obstacles(
                inspection.findings(),
                inspection.schema().isEmpty() || !inspection.fingerprint().equals(run.schemaFingerprint()));
        if (inspection.schema().isPresent() && !obstacles.contains(SCHEMA_CHANGED)) {
            MergeRights.findings(session, inspection.schema().get(), run.number()).stream()
                    .map(RunObstacles::sentence)
                    .forEach(obstacles::add);
        }
        return obstacles;
    }

    private static List<String> obstacles(List<Finding> findings, boolean schemaChanged) {
        List<String> obstacles = new ArrayList<>(findings.stream()
                .filter(RunObstacles::refuses)
                .map(RunObstacles::sentence)
                .toList());
        if (schemaChanged) {
            obstacles.add(SCHEMA_CHANGED);
        }
        return obstacles;
    }

    /** Whether a finding makes the run fail. Findings on speed do not: the plan's start has accepted them. */
    private static boolean refuses(Finding finding) {
        return finding.severity() == Severity.REFUSAL && !finding.code().equals(CorpusInspector.UNINDEXED);
    }

    private static String sentence(Finding finding) {
        return finding.subject() + ": " + finding.reason() + " " + finding.remedy();
    }
}
