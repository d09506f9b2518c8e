// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportReaderTest {
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Provide
    Arbitrary<Report> reports() {
        return RandomReports.reports();
    }

    // The special cases are among the values; jqwik's own of so many parts would leave no try for random ones.
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whatIsRead_isRenderedIntoTheSameBytes(@ForAll("reports") Report report) throws Exception {
        Report read = read(ReportJson.render(report));

        assertThat(ReportJson.render(read)).isEqualTo(ReportJson.render(report));
        assertThat(ReportMarkdown.render(read)).isEqualTo(ReportMarkdown.render(report));
        assertThat(ReportHtml.render(read)).isEqualTo(ReportHtml.render(report));
        assertThat(ReportMail.render(read, Optional.empty())).isEqualTo(ReportMail.render(report, Optional.empty()));
        assertThat(ReportCsv.render(read)).isEqualTo(ReportCsv.render(report));
        assertThat(ReportOpenMetrics.render(read)).isEqualTo(ReportOpenMetrics.render(report));
    }

    @Test
    void aReportOfPlainTexts_isReadAsItWas() throws Exception {
        assertThat(read(ReportJson.render(Reports.with("x")))).isEqualTo(Reports.with("x"));
    }

    // A column with three units: the first is the column's, the rows name the others.
    @Test
    void unitsOfOneColumn_mayDiffer() throws Exception {
        Section.Table mixed = new Section.Table(
                "t",
                "Table",
                "",
                List.of(new Section.Column("name", "Name"), new Section.Column("value", "Value")),
                List.of(
                        List.of(Value.of("a"), Value.absent(Absence.STALE)),
                        List.of(Value.of("b"), Value.bytes(10)),
                        List.of(Value.of("c"), Value.money(new BigDecimal("0.30"), "USD")),
                        List.of(Value.of("d"), Value.count(7))));
        Report report = new Report("k", "t", "l", Reports.AT, List.of(mixed));

        assertThat(ReportJson.render(report))
                .contains(
                        "\"unit\": \"bytes\"",
                        "\"value\": 0.3,\n          \"$units\": {\n            \"value\": \"USD\"");
        assertThat(read(ReportJson.render(report))).isEqualTo(report);
    }

    /** Money of up to 15 digits stands the way through a double, which other JSON libraries give. */
    @Test
    void money_isReadFromADouble() throws Exception {
        Report report = Reports.with("x");
        Map<?, ?> doubles = new ObjectMapper().readValue(ReportJson.render(report), Map.class);

        assertThat(ReportReader.read(doubles)).isEqualTo(report);
    }

    @Test
    void membersThatAreNotKnown_areIgnored() throws Exception {
        String json = ReportJson.render(Reports.with("x")).replace("\"lead\":", "\"new\": [{}], \"lead\":");

        assertThat(read(json)).isEqualTo(Reports.with("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"at\": \"2026-11-23T09:00:00Z\"; \"at\": \"Monday\"; at: must be a time",
                "\"sections\": [; \"sectionz\": [; sections: is missing",
                "\"kind\": \"bars\"; \"kind\": \"cakes\"; sections[3].kind: is no kind of section",
                "\"unit\": \"ratio\"; \"unit\": \"parsecs\"; sections[0].figures[0].unit: is none of this version",
                "\"unit\": \"ratio\"; \"unit\": null; sections[0].figures[0].value: is a number without a unit",
                "\"certainty\": \"estimated\"; \"certainty\": \"guessed\"; sections[0].figures[0].derivation.certainty: must be",
                "\"before\": 10; \"before\": 10.5; sections[3].bars[0].before: must be a whole number",
                "\"logical\": 16400000; \"logical\": []; sections[1].rows[0].logical: must be a text",
                "\"seconds\": 0; \"seconds\": 1e999; sections[4].points[0].seconds: is out of range",
            })
    void whatIsNoReport_isRefused_withItsPlace(String right, String wrong, String error) {
        String json = ReportJson.render(Reports.with("x")).replace(right, wrong);

        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(error);
    }

    private static Report read(String json) throws JsonProcessingException {
        return ReportReader.read(EXACT.readValue(json, Map.class));
    }
}
