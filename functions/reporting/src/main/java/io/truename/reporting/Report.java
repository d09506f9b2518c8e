// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A report before it has a form: {@link ReportJson}, {@link ReportMarkdown} and {@link ReportHtml} render it. Every section says
 * what its numbers mean.
 *
 * @param kind stable, such as {@code assessment}
 * @param lead one or two sentences that sum the report up
 */
public record Report(String kind, String title, String lead, Instant at, List<Section> sections) {
    public Report {
        sections = List.copyOf(sections);
    }

    /** The section of that key. */
    public Optional<Section> find(String key) {
        return sections.stream().filter(section -> section.key().equals(key)).findFirst();
    }
}
