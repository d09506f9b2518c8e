// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.corpus.fixture.SampleCorpus;
import io.truename.postgres.rekeying.batch.MapColumns;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoveStatementTest {
    private static final Pattern LITERAL_ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-");

    @ParameterizedTest
    @EnumSource(MapColumns.class)
    void text_isTheSameForEveryBatchOfASchema(MapColumns way) {
        CorpusSchema schema = SampleCorpus.schema();

        MoveStatement statement = new MoveStatement(schema, way);

        assertThat(statement.sql()).isEqualTo(new MoveStatement(SampleCorpus.schema(), way).sql());
        assertThat(statement.sql()).doesNotContainPattern(LITERAL_ID);
        assertThat(statement.sql().split("\\(UPDATE ", -1))
                .hasSize(schema.tables().size() + 1);
    }

    @ParameterizedTest
    @EnumSource(MapColumns.class)
    void idsAreBound_ofEverySpaceThatIsLookedUp(MapColumns way) {
        MoveStatement statement = new MoveStatement(SampleCorpus.schema(), way);

        // The buffer has no index on its chunks, and the jobs' payload is no plain reference.
        assertThat(statement.lookedUpSpaces()).containsExactly(0, 1);
        assertThat(statement.sql()).contains("$5::uuid[]", "(SELECT $6::jsonb)", "$7::uuid[]", "(SELECT $8::jsonb)");
        assertThat(statement.sql()).doesNotContain("$9");
    }

    @ParameterizedTest
    @EnumSource(MapColumns.class)
    void maps_areReadInTheDirectionOfTheWay(MapColumns way) {
        String sql = new MoveStatement(SampleCorpus.schema(), way).sql();

        assertThat(sql)
                .contains(
                        way == MapColumns.FORWARD
                                ? "old_id AS o, new_id AS n FROM truename.document_map"
                                : "new_id AS o, old_id AS n FROM truename.document_map");
    }
}
