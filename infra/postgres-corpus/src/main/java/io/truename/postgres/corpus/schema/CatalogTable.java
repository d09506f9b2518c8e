// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.Relation;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.corpus.TableSql;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Table as described by the catalog.
 *
 * @param baseTypes type name of each column; for a domain, that of its base type
 * @param indexes indexes of the table, and of each leaf of a partitioned table
 */
record CatalogTable(
        long oid,
        Relation relation,
        Map<String, String> baseTypes,
        List<CatalogIndex> indexes,
        List<Long> leaves,
        List<String> partitionKey,
        Access access) {
    /**
     * Privileges of our role on a table.
     *
     * @param updatable columns that the role may update
     * @param owned whether the role has the owner's rights
     * @param hidesRows whether row-level security applies to the role
     */
    record Access(
            boolean usage,
            boolean select,
            boolean insert,
            boolean delete,
            List<String> updatable,
            boolean owned,
            boolean forced,
            boolean hidesRows,
            boolean inherits,
            boolean foreignLeaf) {
        boolean readable() {
            return usage && select && !hidesRows;
        }
    }

    /**
     * A valid index.
     *
     * @param columns an empty name stands for an expression
     * @param first the first key as SQL
     * @param predicate empty unless the index is partial
     * @param collects whether it collects new entries in a list, as GIN indexes do by default, so that each look-up reads the list
     */
    record CatalogIndex(
            long table,
            String name,
            String method,
            boolean unique,
            boolean primary,
            boolean nullsEqual,
            List<String> columns,
            String first,
            String predicate,
            boolean collects) {}

    TableName name() {
        return relation.name();
    }

    Optional<Column> find(String column) {
        return relation.columns().stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    String baseType(String column) {
        return baseTypes.getOrDefault(column, "");
    }

    /** Name of a column for people. */
    String columnName(String column) {
        return name() + "." + column;
    }

    /** Quoted name of the table, for remedies. */
    String sql() {
        return TableSql.quoted(name());
    }
}
