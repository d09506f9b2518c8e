// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReaderTest {
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");

    private static final Report WEEK = new Report(
            "weekly",
            "Production",
            "It cost 1,960 USD.",
            AT,
            Stream.of(
                            "cache",
                            "optimisations",
                            "reliability",
                            "errors",
                            "actions",
                            "incidents",
                            "latency",
                            "database",
                            "budget",
                            "costs",
                            "feedback",
                            "amended",
                            "arithmetic")
                    .map(ReaderTest::section)
                    .toList());

    @ParameterizedTest
    @CsvSource({
        "ENGINEERING, actions amended reliability incidents errors latency database cache optimisations budget costs feedback arithmetic",
        "LEADERSHIP, actions amended reliability budget costs optimisations incidents feedback arithmetic",
        "SUPPORT, amended incidents reliability errors feedback latency actions",
        "PUBLIC, amended reliability latency"
    })
    void sections_areInTheOrderOfTheReader(Reader reader, String keys) {
        assertThat(reader.of(WEEK).sections()).extracting(Section::key).containsExactly(keys.split(" "));
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void numbers_areTheSame_forEveryReader(Reader reader) {
        for (Section section : reader.of(WEEK).sections()) {
            assertThat(((Section.Figures) section).figures().get(0).value()).isEqualTo(Value.count(7));
        }
    }

    @Test
    void thePublic_getsNeitherMoneyNorFormulas() {
        assertThat(ReportJson.render(Reader.PUBLIC.of(WEEK))).doesNotContain("USD", "formula", "table of ours");
        assertThat(ReportJson.render(Reader.LEADERSHIP.of(WEEK))).contains("USD", "formula");
    }

    @Test
    void aReportWithoutSectionsForAReader_isEmpty() {
        Report savings = new Report("savings", "t", "l", AT, List.of(section("ledger")));

        assertThat(Reader.PUBLIC.of(savings).sections()).isEmpty();
    }

    private static Section section(String key) {
        Provenance from = new Provenance(AT, AT, "a table of ours", AT);
        return new Section.Figures(
                key, key, "", List.of(new Section.Figure("n", "N", Value.count(7), "", from.measured("count"))));
    }
}
