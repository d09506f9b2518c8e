// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Edition of a report. Data that come after it was made are said; once they make a difference, and enough time has passed for the rest to come,
 * the report is amended, once. Later data go into the next report.
 *
 * @param number 1, or 2 for the amended one
 * @param dataUntil time up to which data had arrived
 * @param late records of the window that came later
 */
public record Edition(int number, Instant madeAt, Instant dataUntil, ReportWindow window, long records, long late) {
    /** Exports may be filled in for so long. */
    public static final Duration WAIT = Duration.ofDays(2);

    /** A smaller share of late records changes no number that people read. */
    public static final double SMALLEST = 0.001;

    public Edition {
        if (number != 1 && number != 2) {
            throw new IllegalArgumentException("number: 1, or 2 for the amended edition");
        }
        if (records < 0 || late < 0) {
            throw new IllegalArgumentException("records, late: not negative");
        }
    }

    /** Decision about an edition. */
    public enum Decision {
        KEEP,
        WAIT,
        AMEND,
        TELL_IN_NEXT
    }

    /** Adds records that came for the window after the edition was made. */
    public Edition plusLate(long more) {
        return new Edition(number, madeAt, dataUntil, window, records, Math.addExact(late, more));
    }

    public Decision decide(Instant now) {
        if (late == 0 || late < records * SMALLEST) {
            return Decision.KEEP;
        }
        if (number == 2) {
            return Decision.TELL_IN_NEXT;
        }
        return now.isBefore(madeAt.plus(WAIT)) ? Decision.WAIT : Decision.AMEND;
    }

    /** The second edition, with all that has come. */
    public Edition amended(Instant now) {
        if (number == 2) {
            throw new IllegalStateException("edition: is amended already; put later data into the next report");
        }
        return new Edition(2, now, now, window, Math.addExact(records, late), 0);
    }

    /** Sentence on top of the report; empty if its data were complete and it is the first. */
    public Optional<String> banner() {
        if (number == 2) {
            return Optional.of("Amended on " + madeAt + " with data that came late.");
        }
        if (dataUntil.isBefore(window.until())) {
            return Optional.of(
                    "Data until " + dataUntil + "; the rest of the window was not there when this was made.");
        }
        return late == 0
                ? Optional.empty()
                : Optional.of(late + " records of this window came after the report was made.");
    }
}
