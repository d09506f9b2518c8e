// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reader of the database server: its limit of connections, and what it counts by itself. */
public final class ServerReader {
    private ServerReader() {}

    /**
     * Limits and counters of the server now.
     *
     * @param connections the most that it lets in
     * @param deadlocks of the database
     * @param since begin of the counting; empty since ever
     */
    public record Limits(long connections, long deadlocks, Optional<Instant> since) {}

    /** Reads the limits and counters. */
    public static Limits read(Session session) {
        return session.one(
                "SELECT current_setting('max_connections')::bigint AS connections, deadlocks, stats_reset"
                        + " FROM pg_stat_database WHERE datname = current_database()",
                row -> new Limits(
                        row.number("connections"),
                        row.number("deadlocks"),
                        row.find("stats_reset", OffsetDateTime.class).map(OffsetDateTime::toInstant)));
    }
}
