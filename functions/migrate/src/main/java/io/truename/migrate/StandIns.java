// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.migrate.http.Aliases;
import io.truename.migrate.http.Assessments;
import io.truename.migrate.http.Corpus;
import io.truename.migrate.http.NotSetUpException;
import io.truename.migrate.http.Reports;
import io.truename.migrate.step.StepOutcome;
import io.truename.migrate.step.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stand where the engine will: they do nothing, and say so. */
final class StandIns {
    static final Steps STEPS = (run, shard, deadline) -> StepOutcome.IDLE;
    static final Reports REPORTS = (run, form) -> Optional.empty();
    static final Aliases ALIASES = oldIds -> Map.of();
    static final Assessments ASSESSMENTS = new Assessments() {
        @Override
        public Assessment assess() {
            return new Assessment.Failed(UUID.randomUUID(), "This version cannot assess.");
        }

        @Override
        public Optional<Assessment> find(UUID id) {
            return Optional.empty();
        }
    };

    private StandIns() {}

    static Corpus corpus(Optional<String> mapping) {
        return () -> mapping.map(yaml -> new Corpus.Looked.Found(yaml, List.of(), ""))
                .orElseThrow(
                        () -> new NotSetUpException("There is no mapping: set TRUENAME_MAPPING to the YAML that names"
                                + " your tables and columns, and start the function again."));
    }
}
