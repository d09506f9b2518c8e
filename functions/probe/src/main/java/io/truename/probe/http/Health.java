// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.postgres.probing.score.HealthHistory;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.HealthScore;
import java.util.List;

/** Port to the health of the production. */
public interface Health {
    /** Reads the inputs of every part of the score. */
    HealthScore score();

    /** Makes a report, compared with the last one that was kept. */
    HealthReport look();

    /** Makes a report, keeps it, and tells log, metrics and topic of it. */
    HealthReport record();

    /** The newest points of the score, the oldest of them first. */
    List<HealthHistory.Point> trend(int most);
}
