// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Session settings that our statements rely on, set at the start of each connection. A role, a database or a configuration file may
 * have other values for the application. Statements set them, because a connection pooler refuses or drops login parameters that it
 * does not know.
 */
final class SessionSettings {
    /** Login parameters, where they are accepted: without them a session may end before its first statement. */
    static final Map<String, String> LOGIN = Map.of("statement_timeout", "0", "idle_session_timeout", "0");

    /** First statement: it reads no table, so it succeeds even with a time-out of one millisecond. */
    static final String FIRST = "SET statement_timeout = 0";

    private static final Map<String, String> VALUES = values();

    /** Sets all other settings, except those unknown to this version of the server. */
    static final String REST = "SELECT pg_catalog.set_config(name, value, false) FROM (VALUES "
            + VALUES.entrySet().stream()
                    .map(entry -> "('" + entry.getKey() + "', '" + entry.getValue() + "')")
                    .collect(Collectors.joining(", "))
            + ") AS ours (name, value) WHERE pg_catalog.current_setting(name, true) IS NOT NULL"
            // A search path that names pg_catalog may name it last; functions of users would then hide the server's
            // own.
            + " UNION ALL SELECT pg_catalog.set_config('search_path', coalesce((SELECT"
            + " pg_catalog.string_agg(pg_catalog.quote_ident(name), ', ' ORDER BY place) FROM"
            + " unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS path (name, place)"
            + " WHERE name <> 'pg_catalog'), ''), false)"
            + " WHERE pg_catalog.current_setting('search_path') LIKE '%pg_catalog%'"
            // Only a role that may set it can reset it. Any other role fails here, before it moves rows without
            // foreign key checks.
            + " UNION ALL SELECT pg_catalog.set_config('session_replication_role', 'origin', false)"
            + " WHERE pg_catalog.current_setting('session_replication_role') <> 'origin'";

    private SessionSettings() {}

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        // Transactions that need a shorter time-out set their own; Session bounds the wait for each answer.
        values.put("transaction_timeout", "0");
        values.put("idle_session_timeout", "0");
        values.put("lock_timeout", "30s");
        values.put("idle_in_transaction_session_timeout", "60s");
        values.put("default_transaction_isolation", "read committed");
        values.put("default_transaction_read_only", "off");
        values.put("default_transaction_deferrable", "off");
        values.put("exit_on_error", "off");
        // A policy must fail a statement rather than hide rows from it.
        values.put("row_security", "off");
        values.put("gin_fuzzy_search_limit", "0");
        values.put("transform_null_equals", "off");
        values.put("cursor_tuple_fraction", "1");
        values.put("default_table_access_method", "heap");
        // Formats of texts that we parse, or that the archive stores and another session reads.
        values.put("client_encoding", "UTF8");
        values.put("DateStyle", "ISO, MDY");
        values.put("IntervalStyle", "postgres");
        values.put("TimeZone", "UTC");
        values.put("bytea_output", "hex");
        values.put("extra_float_digits", "1");
        values.put("lc_monetary", "C");
        values.put("xmlbinary", "base64");
        values.put("xmloption", "content");
        values.put("array_nulls", "on");
        values.put("standard_conforming_strings", "on");
        values.put("quote_all_identifiers", "off");
        // JIT compilation of a catalog query whose cost is overestimated takes seconds, and no query of ours
        // benefits.
        values.put("jit", "off");
        return values;
    }
}
