// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.Library;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.CommandResult;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two tables of documents in one database, each with a mapping of its own. */
class SeveralMappingsIT {
    /** Catches a run that takes rows of the other for its own, and a rollback that needs the present mapping. */
    @Test
    void tablesOfDocuments_moveOneAfterTheOther_andGoBackTheLastFirst() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Library.create(corpus, 17);
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 30);
        List<String> library = library(corpus);
        Map<String, String> pipeline = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        List<String> papers = corpus.rows("SELECT pid FROM lib.paper ORDER BY made");
        try (Migration one = Migration.of(corpus, Library.MAPPING);
                Migration other = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID first = one.started(Migration.SETTINGS);
            one.drive(first, RunState.FINISHED);
            List<String> moved = library(corpus);
            UUID second = other.started(Migration.SETTINGS);
            other.drive(second, RunState.FINISHED);

            assertThat(library(corpus)).isEqualTo(moved).isNotEqualTo(library);
            assertThat(corpus.rows("SELECT truename.resolve('"
                            + String.join("') UNION ALL SELECT truename.resolve('", papers) + "')"))
                    .isEqualTo(corpus.rows("SELECT pid FROM lib.paper ORDER BY made"));
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isNotEqualTo(pipeline);

            assertThat(one.runs().command(first, RunCommand.ROLL_BACK, "test"))
                    .isInstanceOf(CommandResult.Illegal.class)
                    .asString()
                    .contains(second + " moved rows after it: roll that one back first");
            one.rolledBack(second);
            other.rolledBack(first);
            assertThat(library(corpus)).isEqualTo(library);
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(pipeline);
        }
    }

    private static List<String> library(TestDatabase corpus) {
        return corpus.rows(
                "SELECT p::text FROM lib.paper AS p UNION ALL SELECT c::text FROM lib.piece AS c ORDER BY 1");
    }
}
