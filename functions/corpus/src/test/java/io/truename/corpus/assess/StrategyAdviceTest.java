// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyAdviceTest {
    /** 8,000 rows a second: a night is 230 million rows. */
    @ParameterizedTest
    @CsvSource({
        // recent with chunks, older with chunks, older without chunks, rows, expected
        "0, 0, 0, 0, FORWARD_ONLY",
        "0, 0, 500, 5000, FORWARD_ONLY",
        "10, 90, 0, 1000000, FULL",
        "0, 90, 0, 1000000, FULL",
        "10, 90, 0, 1000000000, HYBRID",
        "60, 40, 0, 1000000000, FULL",
        "0, 100, 0, 1000000000, FULL",
    })
    void of_gainAndCost_followsTheRule(long recent, long older, long empty, long rows, Strategy expected) {
        Map<String, DocumentCounts> byPriority = Map.of(
                "RECENT_WITH_CHUNKS", toMove(recent, 10),
                "OLDER_WITH_CHUNKS", toMove(older, 10),
                "OLDER_WITHOUT_CHUNKS", toMove(empty, 0));
        DocumentCounts total = byPriority.values().stream().reduce(DocumentCounts.NONE, DocumentCounts::plus);
        EffortEstimate effort = EffortEstimate.of(
                total, List.of(new TableWriteEstimate("t", rows, false, 2, 100, 10)), Optional.empty());

        StrategyAdvice advice = StrategyAdvice.of(effort, byPriority);

        assertThat(advice.recommended()).isEqualTo(expected);
        assertThat(advice.options())
                .allSatisfy(
                        option -> assertThat(option.restored() + option.left()).isEqualTo(recent + older));
        assertThat(advice.option(Strategy.FORWARD_ONLY).effort().rows()).isZero();
    }

    private static DocumentCounts toMove(long documents, long chunksEach) {
        return new DocumentCounts(
                documents,
                documents,
                chunksEach == 0 ? documents : 0,
                0,
                chunksEach == 0 ? 0 : documents,
                documents * chunksEach,
                documents * chunksEach);
    }
}
