// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.selfcheck;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import java.util.List;
import java.util.Optional;

/** The newest {@link #MOST} results of self-checks: thirty days of one each hour. */
public final class SelfChecks {
    /** Results that are kept. */
    public static final int MOST = 720;

    private SelfChecks() {}

    /**
     * A result.
     *
     * @param number of its order
     */
    public record Stored(long number, String json) {}

    /** Keeps a result and drops the oldest, within a transaction of the caller's. */
    public static void keep(Session session, String json) {
        session.update("INSERT INTO truename.self_check (result) VALUES ($1::json)", json);
        session.update(
                "DELETE FROM truename.self_check WHERE number <= (SELECT max(number) - $1 FROM truename.self_check)",
                MOST);
    }

    /** A page of results, the newest first. */
    public static Page<Stored> list(Session session, int limit, Optional<Long> after) {
        List<Stored> found = session.list(
                "SELECT number, result::text AS result FROM truename.self_check WHERE number < $1"
                        + " ORDER BY number DESC LIMIT $2",
                row -> new Stored(row.number("number"), row.text("result")),
                after.orElse(Long.MAX_VALUE),
                limit + 1);
        return Page.of(found, limit, stored -> Long.toString(stored.number()));
    }
}
