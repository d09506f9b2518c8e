// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import io.truename.reporting.Section;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Section that says that a report was made again. */
public final class AmendedSection {
    private AmendedSection() {}

    /** The section of a report that replaces another one. */
    public static Section of(UUID replaced, Instant now) {
        return new Section.Prose(
                "amended",
                "Amended",
                "Data of the window came after the first edition was made. It is amended once.",
                List.of("Made again on " + now + " with the data that came late. It replaces report " + replaced
                        + "."));
    }
}
