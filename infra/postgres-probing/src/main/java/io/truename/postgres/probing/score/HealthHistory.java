// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.score;

import io.truename.postgres.Session;
import io.truename.probing.health.HealthReport;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** History of health reports: the newest {@link #MOST}, thirty days of one each quarter of an hour. */
public final class HealthHistory {
    /** Reports that are kept. */
    public static final int MOST = 2_880;

    private static final String KEEP = """
        INSERT INTO truename.health_report (at, score, coverage, names, states)
        VALUES ($1, $2, $3, $4, $5)\
        """;

    private static final String DROP =
            "DELETE FROM truename.health_report WHERE number <= (SELECT max(number) - $1 FROM truename.health_report)";

    private HealthHistory() {}

    /**
     * A point of the trend.
     *
     * @param score empty if no part was known
     */
    public record Point(Instant at, OptionalDouble score, double coverage) {}

    /** Keeps a report and drops the oldest, within a transaction of the caller's. */
    public static void keep(Session session, HealthReport report) {
        OptionalDouble score = report.score().score();
        Map<String, String> states = report.states().byName();
        session.update(
                KEEP,
                report.at().atOffset(ZoneOffset.UTC),
                score.isPresent() ? score.getAsDouble() : new Session.Null(Double.class),
                report.score().coverage(),
                states.keySet().toArray(String[]::new),
                states.values().toArray(String[]::new));
        session.update(DROP, (long) MOST);
    }

    /** The states of the newest report. */
    public static Optional<HealthReport.States> last(Session session) {
        return session.find(
                "SELECT at, names, states FROM truename.health_report ORDER BY number DESC LIMIT 1",
                row -> states(
                        row.get("at", OffsetDateTime.class).toInstant(),
                        row.get("names", String[].class),
                        row.get("states", String[].class)));
    }

    private static HealthReport.States states(Instant at, String[] names, String[] states) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(names[i], states[i]);
        }
        return new HealthReport.States(at, byName);
    }

    /** The newest points, the oldest of them first. */
    public static List<Point> trend(Session session, int most) {
        return session.list(
                "SELECT at, score, coverage FROM (SELECT * FROM truename.health_report ORDER BY number DESC LIMIT $1)"
                        + " newest ORDER BY number",
                row -> new Point(
                        row.get("at", OffsetDateTime.class).toInstant(),
                        row.find("score", Double.class).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                        row.get("coverage", Double.class)),
                most);
    }
}
