// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.SqlNames;

/** Qualified table names in SQL. */
public final class TableSql {
    private TableSql() {}

    /** The table with its schema, each quoted. */
    public static String quoted(TableName table) {
        return SqlNames.quoted(table.schema()) + "." + SqlNames.quoted(table.name());
    }
}
