// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.corpus.TableSql;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Dry run of a statement by EXPLAIN: the server checks privileges, rules and publications as for the statement itself, and executes
 * nothing.
 */
public final class StatementProof {
    /** Condition that is false for every row without the planner knowing it: a constant one would drop partitions from the plan. */
    private static final String NO_ROW = " WHERE random() < 0";

    private final Session session;

    /** Creates a dry run; the session must be outside of a transaction. */
    public StatementProof(Session session) {
        this.session = session;
    }

    /** Refusal of an update of every column of a table that holds ids; empty if the server accepts it. */
    public Optional<SqlException> update(RekeyedTable table) {
        return explainWith("UPDATE " + name(table) + " AS x SET "
                + table.idColumns().stream()
                        .map(IdColumn::column)
                        .distinct()
                        .map(column -> SqlNames.quoted(column.name()) + " = x." + SqlNames.quoted(column.name()))
                        .collect(Collectors.joining(", "))
                + NO_ROW);
    }

    /** Refusal of a deletion; empty if the server accepts it. */
    public Optional<SqlException> delete(RekeyedTable table) {
        return explainWith("DELETE FROM " + name(table) + NO_ROW);
    }

    /** Refusal of an insertion of all columns, as when a rollback restores merged rows; empty if the server accepts it. */
    public Optional<SqlException> insert(RekeyedTable table) {
        String columns = table.relation().columns().stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .map(SqlNames::quoted)
                .collect(Collectors.joining(", "));
        return explainWith("INSERT INTO " + name(table) + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns
                + " FROM " + name(table) + NO_ROW);
    }

    /** Explains the statement within a {@code WITH}, as a batch runs it, because some rules forbid that. */
    private Optional<SqlException> explainWith(String statement) {
        return explain("WITH changed AS (" + statement + " RETURNING 1) SELECT count(*) FROM changed");
    }

    private static String name(RekeyedTable table) {
        return TableSql.quoted(table.relation().name());
    }

    private Optional<SqlException> explain(String statement) {
        try {
            session.inTransaction(() -> {
                session.execute("SET LOCAL lock_timeout = '500ms'");
                session.list("EXPLAIN " + statement, row -> true);
                return true;
            });
            return Optional.empty();
        } catch (SqlException failed) {
            FailureKind kind = SqlFailures.of(failed).kind();
            if (kind == FailureKind.CONNECTION || kind.holds()) {
                throw failed;
            }
            // Somebody changes the table just now: nothing is known, and nothing is refused.
            return kind == FailureKind.RETRY ? Optional.empty() : Optional.of(failed);
        }
    }
}
