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
 * A table with what the catalog says about it.
 *
 * @param baseTypes of each column the name of its type, of a domain that of its base type
 * @param indexes those of the table itself, and of each leaf of a partitioned one
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
     * What we may do with a table.
     *
     * @param updatable columns that we may update
     * @param owned whether we have the owner's rights
     * @param hidesRows whether row-level security applies to us
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
     * @param predicate empty when all rows are in it
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
            String predicate) {}

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

    /** For people. */
    String columnName(String column) {
        return name() + "." + column;
    }

    /** For remedies: quoted. */
    String sql() {
        return TableSql.quoted(name());
    }
}
