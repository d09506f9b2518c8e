// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.postgres.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the tables that a mapping names, by comparison with the names in the catalog. */
final class TableLookup {
    private static final String FIND = """
            SELECT c.oid::int8 AS oid, c.relkind::text AS kind, c.relispartition AS partition,
                   n.nspname IN ('pg_catalog', 'information_schema', 'truename') AS system,
                   coalesce(pg_partition_root(c.oid)::regclass::text, '') AS root
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

    private static final String NAMES = """
            SELECT n.nspname::text AS schema, c.relname::text AS name
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'truename') AND n.nspname NOT LIKE 'pg\\_%'
             ORDER BY 1, 2 LIMIT 10000""";

    private final Session session;
    private final Findings findings;

    TableLookup(Session session, Findings findings) {
        this.session = session;
        this.findings = findings;
    }

    private record Found(long oid, String kind, boolean partition, boolean system, String root) {
        static Found read(Session.Fields row) {
            return new Found(
                    row.number("oid"), row.text("kind"), row.flag("partition"), row.flag("system"), row.text("root"));
        }
    }

    /** Finds the oid of a table; adds a finding and returns empty if no usable table has the name. */
    OptionalLong find(QualifiedName name) {
        List<String> parts = name.parts();
        Found found = (parts.size() == 1
                        ? session.find(FIND + " AND pg_catalog.pg_table_is_visible(c.oid)", Found::read, parts.get(0))
                        : session.find(FIND + " AND n.nspname = $2", Found::read, parts.get(1), parts.get(0)))
                .orElse(null);
        String subject = name.toString();
        if (found == null) {
            List<String> near = nearNames(parts.get(parts.size() - 1));
            findings.impossible(
                    "table.missing",
                    subject,
                    "There is no such table" + (parts.size() == 1 ? " on the search path." : "."),
                    near.isEmpty()
                            ? "Correct the name in the mapping."
                            : "Correct the name in the mapping; names near it: " + String.join(", ", near) + ".");
            return OptionalLong.empty();
        }
        if (found.system) {
            findings.impossible(
                    "table.system",
                    subject,
                    "It is a table of PostgreSQL or of Truename itself.",
                    "Name a table of the application.");
            return OptionalLong.empty();
        }
        if (found.partition) {
            findings.impossible(
                    "table.partition",
                    subject,
                    "It is a partition; a migration moves whole tables.",
                    "Name the partitioned table: " + found.root + ".");
            return OptionalLong.empty();
        }
        String kind = kind(found.kind);
        if (!kind.isEmpty()) {
            findings.impossible(
                    "table." + kind.replace(' ', '-'),
                    subject,
                    "It is a " + kind + ", not a table: its rows are elsewhere.",
                    "Name the table that holds the rows.");
            return OptionalLong.empty();
        }
        return OptionalLong.of(found.oid);
    }

    private static String kind(String relkind) {
        return switch (relkind) {
            case "v" -> "view";
            case "m" -> "materialized view";
            case "f" -> "foreign table";
            default -> "";
        };
    }

    private List<String> nearNames(String name) {
        record Candidate(String schema, String name) {}
        return session.list(NAMES, row -> new Candidate(row.text("schema"), row.text("name"))).stream()
                .flatMap(candidate -> near(name, candidate.name)
                        .map(distance -> java.util.Map.entry(
                                distance, new QualifiedName(List.of(candidate.schema, candidate.name)).toString())))
                .sorted(Comparator.comparingInt(java.util.Map.Entry::getKey))
                .limit(3)
                .map(java.util.Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    /** Edit distance of two names, if they are similar. */
    static Stream<Integer> near(String wanted, String candidate) {
        int distance = distance(wanted.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        return distance <= Math.max(2, wanted.length() / 3) ? Stream.of(distance) : Stream.empty();
    }

    /** Levenshtein distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
