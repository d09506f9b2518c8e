// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import io.truename.postgres.reporting.AnnouncementStore.Announcement;
import java.util.UUID;

/** Topics of reports. A message that is not taken is replaced by the next tick. */
public interface ReportTopics {
    /** Asks for the next step of a report; false if the message was not taken. */
    boolean askFor(UUID report);

    /** Announces a report that is ready; false if the message was not taken. */
    boolean announce(Announcement announcement);
}
