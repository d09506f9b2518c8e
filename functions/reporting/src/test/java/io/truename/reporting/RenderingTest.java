// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renderings of one report in every form. Long, because each form has the same cases. */
class RenderingTest {
    private static final Optional<String> PAGE = Optional.of("https://storage.example/report?a=1&b=2");

    @Test
    void numbers_areTheSameInEveryForm() {
        Report report = Reports.with("x");
        for (String form :
                List.of(ReportHtml.render(report), ReportMarkdown.render(report), ReportMail.render(report, PAGE))) {
            assertThat(form)
                    .contains(
                            "99.951 %",
                            "-13.1 min",
                            "48.3 ms",
                            "0.0000042 USD",
                            "1,960.51 USD",
                            "no traffic",
                            "no budget",
                            "1,234,567",
                            "16.4 MB",
                            "10.00 EUR");
            // Each number opens its formula.
            assertThat(form).contains("a / b x", "1 to 5 (95 ", "estimated", "2026-11-16T09:00:00Z", "size ");
        }
        assertThat(ReportJson.render(report))
                .contains(
                        "\"value\": 0.99951234",
                        "\"value\": 1960.505",
                        "\"unit\": \"USD\"",
                        "\"value\": \"no traffic\"",
                        "\"confidence\": 0.95",
                        "\"formula\": \"size * documents x\"");
    }

    @Test
    void sameReport_sameBytes_inEveryLocale() {
        Locale usual = Locale.getDefault();
        List<String> first = everyForm(Reports.with("\u0130 x"));
        try {
            for (String language : List.of("de-DE", "tr-TR", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertThat(everyForm(Reports.with("\u0130 x"))).isEqualTo(first);
            }
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' style='position:fixed",
                "</title></style><svg onload=alert(1)>",
                "]]><!--",
                "&lt;script&gt;",
                "javascript:alert(1)"
            })
    void foreignText_makesNoMarkup(String hostile) {
        assertMakesNoMarkup(Reports.with(hostile), Reports.with("x"));
        assertMakesNoMarkup(Reports.drawn(hostile), Reports.drawn("x"));
    }

    @Test
    void foreignText_ofAnyCharacters_makesNoMarkup() {
        Random random = new Random(14);
        String alphabet = "<>\"'&;=/ax \n\t\r\u0000\u202e\u2028\ud83d\ude00\ud800`|#*_[]()!-";
        Report harmless = Reports.with("x");
        for (int run = 0; run < 300; run++) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < 12; at++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Report report = Reports.with(text.toString());
            assertMakesNoMarkup(report, harmless);
            assertMakesNoMarkup(Reports.drawn(text.toString()), Reports.drawn("x"));
            for (String form : everyForm(report)) {
                // Neither lost as ? in UTF-8, nor turning the text after it around.
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(form)).isTrue();
            }
            assertThat(ReportHtml.render(report)).doesNotContain("\u202e").doesNotContain("\u0000");
        }
    }

    private static void assertMakesNoMarkup(Report report, Report harmless) {
        assertThat(tags(ReportHtml.render(report))).isEqualTo(tags(ReportHtml.render(harmless)));
        assertThat(tags(ReportMail.render(report, PAGE))).isEqualTo(tags(ReportMail.render(harmless, PAGE)));
    }

    @Test
    void foreignText_isEscapedByItsPlace() {
        String hostile = "<b> & \"q\" 'a' \u202e\u0007";
        String page = ReportHtml.render(Reports.drawn(hostile));
        String betweenTags = "&lt;b&gt; &amp; \"q\" 'a' ";
        String inAttribute = "&lt;b> &amp; &#34;q&#34; &#39;a&#39; ";

        assertThat(page)
                .contains(
                        "<title>Title " + betweenTags + "</title>",
                        ">Level " + betweenTags + "</text>",
                        "<title>today " + betweenTags + "</title>",
                        ">across " + betweenTags + " (across), up " + betweenTags + " (up)</text>",
                        ">Column " + betweenTags + "</th>",
                        "data-label=\"Column " + inAttribute + "\"",
                        "aria-label=\"Wide " + inAttribute + "\"",
                        "aria-label=\"Shares " + inAttribute + ". today " + inAttribute + ": 20.0 % across ")
                .doesNotContain("<b>", "\u202e", "\u0007");
        assertThat(ReportMail.render(Reports.drawn(hostile), PAGE))
                .contains(">Row " + betweenTags + "</td>", ">Column " + betweenTags + "</td>");
    }

    // The only place of a template that does not escape is the style sheet, which is our own.
    @Test
    void templates_escapeAllButTheStyleSheet() throws IOException {
        try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
            List<String> unsafe = new ArrayList<>();
            for (Path template : templates.toList()) {
                Matcher outputs = Pattern.compile("\\$unsafe\\{.*?}").matcher(Files.readString(template));
                outputs.results().forEach(output -> unsafe.add(template.getFileName() + " " + output.group()));
            }
            assertThat(unsafe).containsExactly("page.jte $unsafe{style}");
        }
    }

    @Test
    void emoji_stays() {
        everyForm(Reports.with("\ud83d\ude00")).forEach(form -> assertThat(form).contains("\ud83d\ude00"));
        assertThat(ReportHtml.render(Reports.drawn("\ud83d\ude00"))).contains(">Level \ud83d\ude00</text>");
    }

    @Test
    void longText_inAMail_isCutBetweenCharacters() {
        String mail = ReportMail.render(Reports.with("\ud83d\ude00".repeat(700)), PAGE);

        assertThat(mail).contains("\ud83d\ude00…</h1>").doesNotContain("\ufffd", "\ud83d\ude00".repeat(600));
    }

    @Test
    void title_withLines_isOneHeading() {
        Report report = Reports.with("a\n- b\n");

        assertThat(ReportMarkdown.render(report).lines().findFirst()).hasValue("# Week 47 a - b");
        assertThat(ReportMail.subject(report)).isEqualTo("Week 47 a - b");
    }

    @Test
    void mail_isOfTablesOnly() {
        String mail = ReportMail.render(Reports.with("x"), PAGE);

        assertThat(mail).doesNotContain("<svg", "<style", "<script", "class=", "<details", "<div", "<img", "<link");
        assertThat(mail).contains("href=\"https://storage.example/report?a=1&amp;b=2\"", "before 10", "after 5");
        assertThatThrownBy(() -> ReportMail.render(Reports.with("x"), Optional.of("javascript:alert(1)")))
                .hasMessageContaining("page");
    }

    @Test
    void links_areOfTheReader_andOfTheWebOnly() {
        ReportLinks links = new ReportLinks(PAGE, Optional.of("https://truename.example/feedback?token=a.b&x"));
        Report report = Reports.with("x");

        assertThat(ReportMail.render(report, links))
                .contains("token=a.b&amp;x", "Was this useful?", "The whole report");
        assertThat(ReportHtml.render(report, links))
                .contains("href=\"https://truename.example/feedback?token=a.b&amp;x\"", "Was this useful?");
        assertThat(ReportMarkdown.render(report, links))
                .contains("[Was this useful?](https://truename.example/feedback?token=a.b&x)");
        for (String wrong : List.of("javascript:alert(1)", "https://a b", "https://a\"b", "http://a)b", "/feedback")) {
            assertThatThrownBy(() -> new ReportLinks(Optional.empty(), Optional.of(wrong)))
                    .hasMessageContaining("feedback");
        }
    }

    // A word in place of a number stands under the numbers, also in the first row.
    @Test
    void column_ofNumbers_isToTheRight_whateverItsFirstValue() {
        Report report = table(
                List.of("Service", "Cost"),
                List.of(List.of(Value.of("a"), Value.absent(Absence.NO_DATA)), List.of(Value.of("b"), Value.count(3))));

        assertThat(ReportHtml.render(report)).contains("<td class=\"number\">no data</td>");
        assertThat(ReportMarkdown.render(report)).contains("|---|---:|");
        assertThat(ReportMail.render(report, PAGE))
                .containsPattern("text-align:right;white-space:nowrap;\">no data</td>");
    }

    // Words alone, because nothing was measured yet: they would stand to the left of numbers of a week later.
    @Test
    void column_ofWordsInPlaceOfNumbers_isToTheRight() {
        Report report = table(
                List.of("Service", "Before"),
                List.of(List.of(Value.of("a"), Value.absent(Absence.NO_DATA)), List.of(Value.of("b"), Value.none())));

        assertThat(ReportHtml.render(report)).contains("<td class=\"number\">no data</td>", "<td>a</td>");
    }

    @Test
    void bars_sayTheirMost() {
        assertThat(ReportHtml.render(Reports.with("x"))).contains(">bar x, of 20</text>");
        assertThat(ReportMail.render(Reports.with("x"), PAGE)).contains(">bar x, of 20</td>");
    }

    @Test
    void figuresOfAMail_haveTheirExplanationBelow() {
        assertThat(ReportMail.render(Reports.with("x"), PAGE))
                .containsPattern(
                        ">availability x</td>\\s*<td [^>]*>99.951 %</td></tr>\\s*<tr><td colspan=\"2\" [^>]*>Meaning x</td>");
    }

    @Test
    void tableOfManyColumns_isAListOfItsValues_onAPhoneAndInAMail() {
        Report report = table(
                List.of("What", "A", "B", "C", "D"),
                List.of(List.of(Value.of("row one"), Value.count(1), Value.count(2), Value.of(""), Value.count(4))));

        assertThat(ReportHtml.render(report)).contains("class=\"rows\"", "data-label=\"B\" class=\"number\">2</td>");
        assertThat(ReportMail.render(report, PAGE))
                .contains("colspan=\"2\"", ">row one</td>", ">D</td>")
                .doesNotContain("<th", ">C</td>");
    }

    @Test
    void charts_sayTheirNumbers_toReadersWithoutPictures() {
        assertThat(ReportHtml.render(Reports.with("x")))
                .contains(
                        "aria-label=\"Bars x. bar x: before 10, after 5, of 20.\"",
                        "aria-label=\"Line x. From 1 to 5 in 60 s.\"");
    }

    private static Report table(List<String> heads, List<List<Value>> rows) {
        return new Report(
                "k",
                "t",
                "l",
                Reports.AT,
                List.of(new Section.Table(
                        "t",
                        "Table",
                        "",
                        heads.stream()
                                .map(head -> new Section.Column(head, head))
                                .toList(),
                        rows)));
    }

    @Test
    void mail_ofALargeReport_isShort() {
        List<Report> large = new ArrayList<>(List.of(
                Reports.withRows(10_000, 8, "some text"),
                Reports.withRows(200, 40, "\ud83d\ude00".repeat(2000)),
                Reports.withRows(3, 3, "&".repeat(100_000))));
        List<Section> sections = new ArrayList<>();
        for (int at = 0; at < 400; at++) {
            sections.addAll(Reports.with("x").sections());
        }
        large.add(new Report("weekly", "T".repeat(100_000), "L".repeat(100_000), Reports.AT, sections));
        for (Report report : large) {
            String mail = ReportMail.render(report, PAGE);
            assertThat(mail.getBytes(StandardCharsets.UTF_8).length).isLessThan(ReportMail.MOST_BYTES);
            assertThat(mail).contains("whole report").endsWith("</html>\n");
        }
    }

    @Test
    void page_hasNothingThatRuns() {
        String page = ReportHtml.render(Reports.with("x"));

        assertThat(page).doesNotContain("<script", "http://", "https://").doesNotContainPattern("<[^>]* on[a-z]+=");
        assertThat(page).contains("default-src 'none'", "<details>", "prefers-color-scheme: dark", "@media print");
    }

    @Test
    void csv_isInFull() {
        var files = ReportCsv.render(Reports.with("a,\"b\"\nc"));

        assertThat(files).containsOnlyKeys("reliability", "ledger");
        assertThat(files.get("ledger"))
                .isEqualTo(String.join(
                        "\r\n",
                        "line,logical_bytes,perMonth_eur",
                        "\"a,\"\"b\"\"\nc\",16400000,no budget",
                        "'=1+1,,10",
                        ""));
        assertThat(files.get("reliability"))
                .contains("0.99951234,ratio,", "0.0000042,usd", ",no traffic,,", ",1,5,0.95\r\n");
    }

    // A negative number must stay one: an apostrophe would make it a text.
    @Test
    void csv_negativeNumber_isANumber() {
        assertThat(ReportCsv.render(Reports.with("x")).get("reliability")).contains(",-13.125,minutes,");
    }

    @Test
    void openMetrics_hasBaseUnitsAndNoZeros() {
        String metrics = ReportOpenMetrics.render(Reports.with("x\"\n"));

        assertThat(metrics)
                .contains(
                        "# TYPE truename_report_availability_ratio gauge\n# UNIT truename_report_availability_ratio ratio\n",
                        "truename_report_error_budget_left_seconds{kind=\"weekly\",section=\"reliability\"} -787.5 1795424400\n",
                        "truename_report_p99_seconds{kind=\"weekly\",section=\"reliability\"} 0.04825 ",
                        "truename_report_cost_per_request_usd{kind=\"weekly\",section=\"reliability\"} 0.0000042 ",
                        "figure=\"cacheHits\",reason=\"no traffic\"} 1 ",
                        "# HELP truename_report_documents Documents x\\\"\\n\n")
                .doesNotContain("truename_report_cache_hits")
                .endsWith("# EOF\n");
        Pattern line = Pattern.compile(
                "# (TYPE|UNIT|HELP) [a-z0-9_]+ .*|# EOF|[a-z0-9_]+\\{([a-z]+=\"[^\"\\n]*\",?)+} -?[0-9.]+ [0-9.]+");
        assertThat(metrics.lines()).allMatch(text -> line.matcher(text).matches());
    }

    private static List<String> everyForm(Report report) {
        return List.of(
                ReportJson.render(report),
                ReportHtml.render(report),
                ReportMarkdown.render(report),
                ReportMail.render(report, PAGE),
                ReportCsv.render(report).toString(),
                ReportOpenMetrics.render(report));
    }

    /** Names of all tags and of their attributes, in order. */
    private static List<String> tags(String page) {
        return Pattern.compile("<(/?[a-zA-Z!]+)((?:\"[^\"]*\"|[^\">])*)>")
                .matcher(page)
                .results()
                .map(tag -> tag.group(1) + tag.group(2).replaceAll("\"[^\"]*\"", ""))
                .toList();
    }
}
