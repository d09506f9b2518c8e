// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Renders a report as one HTML page that needs nothing else: no script, no font, no picture from anywhere. Light or dark as the
 * reader's system is; readable on a phone; printed with every formula open. What comes from outside is escaped.
 */
public final class ReportHtml {
    private static final String STYLE = style();

    private ReportHtml() {}

    /** The report as a page. */
    public static String render(Report report) {
        return render(report, ReportLinks.NONE);
    }

    /** The report as a page that asks its reader; a link to the page itself is not shown. */
    @SuppressWarnings("NullAway") // Templates that name no tag for an interceptor have none.
    public static String render(Report report, ReportLinks links) {
        StringOutput out = new StringOutput();
        JtepageGenerated.render(new EscapedHtml(out), null, report, links, STYLE);
        return out.toString();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(in, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
