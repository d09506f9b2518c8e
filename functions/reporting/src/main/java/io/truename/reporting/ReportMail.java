// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Renders a report as an HTML mail: tables and inline styles only, for mail programs show neither style sheets nor SVG reliably. Charts
 * become bars of table cells, or words. A mail of more than {@value #MOST_BYTES} bytes would be cut by the reader's program, so that long
 * tables are shortened and, if need be, formulas and last sections left to the page; the mail says so.
 */
public final class ReportMail {
    /** Largest mail, in bytes of UTF-8. Gmail clips above 102 kB. */
    public static final int MOST_BYTES = 80_000;

    private static final int[] ROWS = {100, 30, 10, 5};
    private static final int LONGEST_TEXT = 600;

    private ReportMail() {}

    /**
     * The report as a mail's HTML part.
     *
     * @param page address of the whole report, http or https; empty if there is none
     */
    public static String render(Report report, Optional<String> page) {
        return render(report, new ReportLinks(page, Optional.empty()));
    }

    /** The report as a mail's HTML part, with addresses. */
    public static String render(Report report, ReportLinks links) {
        int all = report.sections().size();
        for (boolean formulas : new boolean[] {true, false}) {
            for (int rows : ROWS) {
                String mail = render(report, links, new MailExtent(all, rows, formulas));
                if (bytes(mail) < MOST_BYTES) {
                    return mail;
                }
            }
        }
        int fits = 0;
        int exceeds = all;
        while (exceeds - fits > 1) {
            int sections = (fits + exceeds) / 2;
            if (bytes(shortest(report, links, sections)) < MOST_BYTES) {
                fits = sections;
            } else {
                exceeds = sections;
            }
        }
        return shortest(report, links, fits);
    }

    private static String shortest(Report report, ReportLinks links, int sections) {
        return render(report, links, new MailExtent(sections, ROWS[ROWS.length - 1], false));
    }

    @SuppressWarnings("NullAway") // Templates that name no tag for an interceptor have none.
    private static String render(Report report, ReportLinks links, MailExtent extent) {
        StringOutput out = new StringOutput();
        JtemailGenerated.render(new EscapedHtml(out, LONGEST_TEXT), null, report, links, extent);
        return out.toString();
    }

    /** Subject of the mail: one line. */
    public static String subject(Report report) {
        return PlainText.shortened(PlainText.line(report.title()), 150);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
