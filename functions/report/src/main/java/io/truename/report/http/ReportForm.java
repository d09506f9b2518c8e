// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.report.making.SnapshotJson;
import io.truename.reporting.ReportCsv;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportLinks;
import io.truename.reporting.ReportMail;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.ReportOpenMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Forms of a report, each a rendering of the same snapshot; the first is the default for a caller that accepts any. */
enum ReportForm {
    JSON("application/json"),
    MARKDOWN("text/markdown"),
    HTML("text/html"),
    OPEN_METRICS("application/openmetrics-text");

    private static final Map<String, String> VARY = Map.of("Vary", "Accept");

    private final String mediaType;

    ReportForm(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The snapshot in this form; {@code links} for its readers. */
    EdgeResponse of(byte[] snapshot, ReportLinks links) {
        return switch (this) {
            case JSON -> new EdgeResponse(200, EdgeResponse.JSON, VARY, snapshot, Map.of());
            case MARKDOWN -> text(mediaType, ReportMarkdown.render(SnapshotJson.read(snapshot), links));
            case HTML -> text(mediaType, ReportHtml.render(SnapshotJson.read(snapshot), links));
            case OPEN_METRICS -> text(mediaType, ReportOpenMetrics.render(SnapshotJson.read(snapshot)));
        };
    }

    /** The snapshot as HTML for a mail program. */
    static EdgeResponse mail(byte[] snapshot, ReportLinks links) {
        return text("text/html", ReportMail.render(SnapshotJson.read(snapshot), links));
    }

    /** A table or a list of figures as CSV; 404 if the report has none of the name. */
    static EdgeResponse csv(byte[] snapshot, String table) {
        Map<String, String> tables = ReportCsv.render(SnapshotJson.read(snapshot));
        return Optional.ofNullable(tables.get(table))
                .map(csv -> text("text/csv", csv))
                .orElseGet(() -> Problem.of(
                                404,
                                "The report has no such table",
                                "It has: " + String.join(", ", new TreeSet<>(tables.keySet())) + ".")
                        .response());
    }

    private static EdgeResponse text(String mediaType, String text) {
        return new EdgeResponse(
                200, mediaType + ";charset=utf-8", VARY, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
