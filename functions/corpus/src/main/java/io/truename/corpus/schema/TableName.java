// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/** A table's name as the database has it. */
public record TableName(String schema, String name) {
    /** Readable name, also the key of counters; not for SQL. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
