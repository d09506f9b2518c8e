// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.SqlNames;

/** Quoting of qualified table names. */
public final class TableSql {
    private TableSql() {}

    /** Quotes the schema and the name of a table. */
    public static String quoted(TableName table) {
        return SqlNames.quoted(table.schema()) + "." + SqlNames.quoted(table.name());
    }
}
