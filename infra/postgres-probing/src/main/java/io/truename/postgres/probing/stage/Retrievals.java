// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.identity.DocumentId;
import io.truename.postgres.Database;
import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.probing.stage.FailedRetrieval;
import io.truename.probing.stage.RetrievalCount;
import io.truename.probing.stage.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads retrievals: overall, by user, and the documents that a user asked for last and did not get. */
public final class Retrievals {
    private static final String SUMS =
            "coalesce(sum(found), 0)::bigint AS found, coalesce(sum(missed), 0)::bigint AS missed FROM truename.retrieval_hour";

    private static final String FAILED = "SELECT id, known, missed_last, " + StageReports.usedColumns()
            + " FROM truename.stage_document WHERE missed_last > coalesce(found_last, '-infinity') AND missed_last >= "
            + StageSql.time("$1");

    private final Database database;

    public Retrievals(Database database) {
        this.database = database;
    }

    /** Retrievals of one user. */
    public record OfUser(String user, RetrievalCount count) {}

    /** All retrievals from the hour of {@code since} on. */
    public RetrievalCount overall(Instant since) {
        return read(session -> session.one(
                "SELECT " + SUMS + " WHERE hour >= date_trunc('hour', " + StageSql.time("$1") + ")",
                Retrievals::count,
                StageSql.micros(since)));
    }

    /**
     * Retrievals by user, in the order of users; without those of no known user.
     *
     * @param failing only users for whom the objective is not met
     * @param after the last user of the page before
     */
    public Page<OfUser> byUser(Instant since, boolean failing, int limit, Optional<String> after) {
        String having = failing ? " HAVING sum(found) <= " + RetrievalCount.OBJECTIVE + " * sum(found + missed)" : "";
        List<OfUser> users = read(session -> session.list(
                "SELECT owner, " + SUMS + " WHERE hour >= date_trunc('hour', " + StageSql.time("$1")
                        + ") AND owner > $2 GROUP BY owner" + having + " ORDER BY owner LIMIT $3",
                row -> new OfUser(row.text("owner"), count(row)),
                StageSql.micros(since),
                after.orElse(""),
                limit + 1));
        return Page.of(users, limit, OfUser::user);
    }

    /** Retrievals of a user; both numbers are 0 if there were none. */
    public RetrievalCount ofUser(String user, Instant since) {
        return read(session -> session.one(
                "SELECT " + SUMS + " WHERE owner = $2 AND hour = ANY(ARRAY(SELECT generate_series(date_trunc('hour', "
                        + StageSql.time("$1") + "), now() + interval '1 hour', interval '1 hour')))",
                Retrievals::count,
                StageSql.micros(since),
                user));
    }

    /** Documents that the user asked for last and did not get, in the order of their ids. */
    public Page<FailedRetrieval> failedOfUser(String user, Instant since, int limit, Optional<UUID> after) {
        List<FailedRetrieval> failed = read(session -> session.list(
                FAILED + " AND owner = $2 AND id > $3 ORDER BY id LIMIT $4",
                Retrievals::failed,
                StageSql.micros(since),
                user,
                after.orElse(new UUID(0, 0)),
                limit + 1));
        return Page.of(failed, limit, failure -> failure.document().toString());
    }

    /** Documents that any user asked for last and did not get, at most {@code limit}. */
    public List<FailedRetrieval> failed(Instant since, int limit) {
        return read(session -> session.list(FAILED + " LIMIT $2", Retrievals::failed, StageSql.micros(since), limit));
    }

    private <T> T read(java.util.function.Function<Session, T> reader) {
        return database.inTransaction(session -> {
            session.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '10s'");
            return reader.apply(session);
        });
    }

    private static RetrievalCount count(Session.Fields row) {
        return new RetrievalCount(row.number("found"), row.number("missed"));
    }

    private static FailedRetrieval failed(Session.Fields row) {
        Map<Stage, DocumentId> used = StageReports.used(row).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> DocumentId.of(entry.getValue())));
        return new FailedRetrieval(
                DocumentId.of(row.get("id", UUID.class)),
                row.flag("known"),
                used,
                row.get("missed_last", java.time.OffsetDateTime.class).toInstant());
    }
}
