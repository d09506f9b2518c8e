// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final Report REPORT = new Report(
            "tradeOff",
            "Title",
            "Lead",
            Instant.EPOCH,
            List.of(new Section.Shares(
                    "shares",
                    "False hours against detection",
                    "",
                    "false hours",
                    "found",
                    List.of(
                            new Section.SharePoint("times 0.5", 0.4, 1, false),
                            new Section.SharePoint("times 2", 0, 0.2, false)),
                    List.of(
                            new Section.SharePoint("today", 0.2, 0.5, true),
                            new Section.SharePoint("a <b>", 0.1, 0.75, false)))));

    @Test
    void html_drawsTheLine_marksPoints_andSaysAllOfItInWords() {
        String html = ReportHtml.render(REPORT);
        assertThat(html)
                .contains(
                        "role=\"img\" aria-label=\"False hours against detection. today: 20.0 % false hours, 50.0 % found;"
                                + " a &lt;b>: 10.0 % false hours, 75.0 % found. Line: times 0.5: 40.0 % false hours, 100.0 % found;"
                                + " times 2: 0.0 % false hours, 20.0 % found.\"")
                .contains("points=\"384.0,12.0 60.0,154.4\"")
                .contains("<title>today</title>", ">today</text>", "<title>a &lt;b&gt;</title>")
                .doesNotContain(">a &lt;b&gt;</text>");
    }

    @Test
    void markdown_isATable() {
        assertThat(ReportMarkdown.render(REPORT))
                .contains("|  | false hours | found |", "| today | 20.0 % | 50.0 % |", "| times 2 | 0.0 % | 20.0 % |");
    }

    @Test
    void mail_saysItInWords() {
        assertThat(ReportMail.render(REPORT, Optional.empty())).contains("today: 20.0 % false hours, 50.0 % found");
    }

    @Test
    void json_hasLineAndPoints() {
        assertThat(ReportJson.render(REPORT)).contains("\"kind\": \"shares\"");
    }
}
