// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import java.util.List;

/** Section on numbers that do not fit. */
public final class ArithmeticSection {
    private ArithmeticSection() {}

    public static Section of(ArithmeticReview review) {
        if (review.checked() == 0) {
            return new Section.Prose(
                    "arithmetic",
                    "Numbers that do not fit",
                    "Numbers of this report are computed again from the others.",
                    List.of("No number could be checked: those that it is computed from are missing."));
        }
        return new Section.Table(
                "arithmetic",
                "Numbers that do not fit",
                review.sound()
                        ? "All " + review.checked() + " checked numbers fit."
                        : review.findings().size() + " of " + review.checked()
                                + " checked numbers do not fit the others.",
                List.of(
                        new Column("sentence", "What"),
                        new Column("claimed", "Written"),
                        new Column("computed", "Computed"),
                        new Column("formula", "Formula")),
                review.findings().stream()
                        .map(finding -> List.of(
                                Value.of(finding.sentence()),
                                Value.of(finding.claimed()),
                                Value.of(finding.computed()),
                                Value.of(finding.formula())))
                        .toList());
    }
}
