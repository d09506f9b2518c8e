// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.reporting.Report;
import java.util.Optional;

/** Maker of the reports of one kind. Several instances may call {@link #prepare} of one report at once; one at a time makes it. */
public interface ReportMaker {
    /** Progress of the work that comes before a report: parts that are done, of all. */
    record Progress(long done, long parts, Next next) {
        /** No work comes before it, or all is done. */
        public static final Progress DONE = new Progress(0, 0, Next.MAKE);
    }

    /** Next step after a part. */
    enum Next {
        /** The report itself. */
        MAKE,
        /** Another part. */
        PREPARE,
        /** Others work on all that is left. */
        WAIT
    }

    /** Whether a step of the work takes seconds at most, so that a caller can wait for it. */
    default boolean quick() {
        return true;
    }

    /** Number of instances that may do parts of the work at once; messages for so many are sent. */
    default int instances() {
        return 1;
    }

    /**
     * Does a part of the work that the report needs, in much less than the function's time-out.
     *
     * @throws CannotMakeException if the report cannot be made, now or ever
     */
    default Progress prepare(Stored report) {
        return Progress.DONE;
    }

    /**
     * Counts records of the report's window that came after it was made, and all that it was made of. Only of reports that depend on
     * data that may come late.
     *
     * @param kept the report as it was made
     */
    default Optional<Late> late(Stored report, Report kept) {
        return Optional.empty();
    }

    /** Records that a report was made of, and those that came later. */
    record Late(long records, long late) {}

    /**
     * Makes the report from all parts.
     *
     * @throws CannotMakeException likewise
     */
    Report make(Stored report);
}
