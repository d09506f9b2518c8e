// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.schema.CatalogTable.Access;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules on privileges: whether our role may change the tables as a migration does. */
final class AccessRules {
    private final Findings findings;
    private final String role;

    AccessRules(Findings findings, String role) {
        this.findings = findings;
        this.role = SqlNames.quoted(role);
    }

    void check(CatalogTable table, Collection<String> idColumns) {
        Access access = table.access();
        String subject = table.name().toString();
        if (!access.usage()) {
            findings.refuse(
                    "privilege.schema",
                    subject,
                    "The role may not use the table's schema.",
                    "GRANT USAGE ON SCHEMA " + SqlNames.quoted(table.name().schema()) + " TO " + role + ";");
        }
        if (!access.select()) {
            findings.refuse("privilege.select", subject, "The role may not read the table.", grant("SELECT", table));
        }
        List<String> closed = idColumns.stream()
                .distinct()
                .filter(column -> !access.updatable().contains(column))
                .toList();
        if (!closed.isEmpty()) {
            findings.refuse(
                    "privilege.update",
                    subject,
                    "The role may not change " + String.join(", ", closed) + ".",
                    grant(
                            "UPDATE (" + closed.stream().map(SqlNames::quoted).collect(Collectors.joining(", ")) + ")",
                            table));
        }

        if (access.hidesRows()) {
            findings.refuse(
                    "security.rows",
                    subject,
                    "Row-level security would hide rows from the role, and rows that it cannot see would be left behind.",
                    access.owned() && access.forced()
                            ? "ALTER TABLE " + table.sql() + " NO FORCE ROW LEVEL SECURITY;"
                            : "Run as the table's owner, or: ALTER ROLE " + role + " BYPASSRLS;");
        }
        if (access.inherits()) {
            findings.refuse(
                    "table.inherited",
                    subject,
                    "Other tables inherit from it, and no key is unique over all of them.",
                    "Turn the inheriting tables into partitions.");
        }
        if (access.foreignLeaf()) {
            findings.refuse(
                    "table.foreign-partition",
                    subject,
                    "One of its partitions is a foreign table: its rows are in another database, which a batch's transaction"
                            + " does not reach.",
                    "Detach that partition for the time of the migration.");
        }
    }

    /** Checks the privileges on a table whose rows a merge may delete. */
    void checkMerges(CatalogTable table) {
        Access access = table.access();
        List<String> missing = Stream.of(access.delete() ? "" : "DELETE", access.insert() ? "" : "INSERT")
                .filter(privilege -> !privilege.isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            findings.warn(
                    "privilege.merge",
                    table.name().toString(),
                    "The role lacks " + String.join(" and ", missing)
                            + ": merging duplicates deletes rows, and a rollback inserts them again. A plan with duplicates is"
                            + " refused.",
                    grant(String.join(", ", missing), table) + " -- or plan with \"onCollision\": \"skip\"");
        }
    }

    private String grant(String privileges, CatalogTable table) {
        return "GRANT " + privileges + " ON " + table.sql() + " TO " + role + ";";
    }
}
