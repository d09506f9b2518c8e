// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Column that may hold references.
 *
 * @param type as {@code format_type} writes it; of a domain, that of its base type
 * @param baseType name of the type
 * @param most number of characters that a value may have; 0 if that is not limited
 */
public record SearchedColumn(String name, String type, String baseType, Kind kind, int most) {
    /** Kind of a column, by the way in which its values are read. */
    public enum Kind {
        UUID,
        TEXT,
        JSON,
        ARRAY
    }

    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext", "name");
    private static final Set<String> JSONS = Set.of("json", "jsonb");
    private static final int SHORTEST_ID = 32;
    private static final Pattern LENGTH = Pattern.compile("^character.*\\((\\d+)\\)$");

    /** Generated columns follow from the others. Types of other schemas that share a name are another type. */
    private static final String COLUMNS = """
            WITH RECURSIVE chain AS (
                SELECT a.attnum, a.attname::text AS name, t.oid, t.typtype, t.typbasetype, t.typtypmod,
                       a.atttypmod AS modifier, t.typname, t.typnamespace, t.typelem, t.typcategory
                  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                UNION ALL
                SELECT c.attnum, c.name, t.oid, t.typtype, t.typbasetype, t.typtypmod, c.typtypmod, t.typname,
                       t.typnamespace, t.typelem, t.typcategory
                  FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.typbasetype WHERE c.typtype = 'd'),
            element AS (
                SELECT c.attnum, t.typname, t.typtype, t.typbasetype, t.typnamespace
                  FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.typelem WHERE c.typcategory = 'A' AND c.typtype <> 'd'
                UNION ALL
                SELECT e.attnum, t.typname, t.typtype, t.typbasetype, t.typnamespace
                  FROM element e JOIN pg_catalog.pg_type t ON t.oid = e.typbasetype WHERE e.typtype = 'd')
            SELECT c.name, c.typname::text AS base_type, format_type(c.oid, c.modifier) AS type,
                   coalesce(e.typname::text, '') AS element
              FROM chain c LEFT JOIN element e ON e.attnum = c.attnum AND e.typtype <> 'd'
             WHERE c.typtype <> 'd'
               AND (coalesce(e.typnamespace, c.typnamespace) = 'pg_catalog'::regnamespace
                    OR coalesce(e.typname, c.typname) = 'citext')
             ORDER BY c.attnum""";

    /** Columns of a table whose types can hold an id. */
    static List<SearchedColumn> of(Session session, long table) {
        return session.list(COLUMNS, SearchedColumn::read, table).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<SearchedColumn> read(Session.Fields row) {
        String base = row.text("base_type");
        String type = row.text("type");
        Matcher length = LENGTH.matcher(type);
        int most = base.equals("uuid")
                ? 36
                : base.equals("name") ? 63 : length.matches() ? Integer.parseInt(length.group(1)) : 0;
        boolean tooShort = most > 0 && most < SHORTEST_ID;
        return kind(base, row.text("element"))
                .filter(kind -> !tooShort)
                .map(kind -> new SearchedColumn(row.text("name"), type, base, kind, most));
    }

    private static Optional<Kind> kind(String base, String element) {
        if (!element.isEmpty()) {
            boolean holdsIds = element.equals("uuid") || TEXTS.contains(element) || JSONS.contains(element);
            return holdsIds ? Optional.of(Kind.ARRAY) : Optional.empty();
        }
        if (base.equals("uuid")) {
            return Optional.of(Kind.UUID);
        }
        return TEXTS.contains(base)
                ? Optional.of(Kind.TEXT)
                : JSONS.contains(base) ? Optional.of(Kind.JSON) : Optional.empty();
    }

    String sql() {
        return "x." + SqlNames.quoted(name);
    }

    /** Whether its values are read whole or not at all, because a part of one cannot be read without the rest. */
    boolean wholeOnly() {
        return kind == Kind.JSON || kind == Kind.ARRAY;
    }
}
