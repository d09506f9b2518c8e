// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;

/**
 * Users that are equal in the database and different in the recipe: the column compares without regard to case, such as
 * {@code citext}, or has a nondeterministic collation.
 */
final class UserCase {
    /** Maximum number of rows read. */
    private static final long MOST_ROWS = 1_000_000;

    private static final String COMPARES_LOOSELY = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
                            WHERE a.attrelid = $1::oid AND a.attname = $2::name AND NOT c.collisdeterministic) AS loosely""";

    private final Session session;
    private final Findings findings;

    UserCase(Session session, Findings findings) {
        this.session = session;
        this.findings = findings;
    }

    void check(CatalogTable table, Column user) {
        if (!table.access().readable() || !comparesLoosely(table, user)) {
            return;
        }
        record Same(long users, long spellings, long rows) {}
        String name = SqlNames.quoted(user.name());
        Same same = session.one(
                "SELECT count(*) FILTER (WHERE spellings > 1) AS users,"
                        + " coalesce(sum(spellings) FILTER (WHERE spellings > 1), 0)::bigint AS spellings,"
                        + " coalesce(sum(total), 0)::bigint AS total"
                        + " FROM (SELECT count(DISTINCT value::text COLLATE \"C\") AS spellings, count(*) AS total"
                        + " FROM (SELECT " + name + " AS value FROM " + table.sql() + " LIMIT " + MOST_ROWS
                        + ") AS taken GROUP BY value) AS same",
                row -> new Same(row.number("users"), row.number("spellings"), row.number("total")));
        if (same.users() > 0) {
            findings.warn(
                    "user.case",
                    table.columnName(user.name()),
                    "The database compares it without regard to case or accents, and the recipe does not: "
                            + (same.rows() >= MOST_ROWS ? "at least " : "") + same.users()
                            + (same.users() == 1 ? " user is" : " users are") + " written in "
                            + same.spellings()
                            + " ways. The same content of such a user stays several documents with several true ids.",
                    "Write each user in one way before, such as: UPDATE " + table.sql() + " SET " + name + " = lower("
                            + name + "::text) WHERE " + name + "::text COLLATE \"C\" <> lower(" + name
                            + "::text) COLLATE \"C\";");
        }
    }

    private boolean comparesLoosely(CatalogTable table, Column user) {
        return table.baseType(user.name()).equals("citext")
                || session.one(COMPARES_LOOSELY, row -> row.flag("loosely"), table.oid(), user.name());
    }
}
