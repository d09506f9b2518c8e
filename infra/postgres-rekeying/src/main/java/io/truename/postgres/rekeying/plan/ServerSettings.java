// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import java.util.List;

/** Checks of the server's settings for a run. Settings of a role do not matter, because each of our sessions sets its own. */
final class ServerSettings {
    private static final String SETTINGS =
            "SELECT name, current_setting(name) AS value FROM pg_settings WHERE name IN ('autovacuum', 'max_connections',"
                    + " 'superuser_reserved_connections', 'wal_level', 'synchronous_standby_names') ORDER BY name";

    private static final String COUNTS = "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type ="
            + " 'client backend') AS clients, (SELECT count(*) FROM pg_stat_replication) AS replicas,"
            + " (SELECT count(*) FROM pg_replication_slots) AS slots,"
            + " (SELECT count(*) FROM pg_replication_slots WHERE NOT active) AS idle_slots";

    private static final String NO_VACUUM = "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.oid = ANY"
            + " (SELECT t::regclass::oid FROM unnest($1::text[]) t)"
            + " AND 'autovacuum_enabled=false' = ANY(c.reloptions)";

    private final CorpusSchema schema;
    private final int workers;

    ServerSettings(CorpusSchema schema, int workers) {
        this.schema = schema;
        this.workers = workers;
    }

    ObjectNode check(Session session, List<Finding> findings) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        session.list(SETTINGS, row -> new String[] {row.text("name"), row.text("value")})
                .forEach(setting -> numbers.put(setting[0], setting[1]));
        long[] counts =
                session.one(COUNTS, row -> new long[] {
                    row.number("clients"), row.number("replicas"), row.number("slots"), row.number("idle_slots")
                });
        numbers.put("clients", counts[0])
                .put("replicas", counts[1])
                .put("slots", counts[2])
                .put("idleSlots", counts[3]);
        connections(numbers, counts[0], findings);
        replication(counts, findings);
        vacuum(session, numbers, findings);
        return numbers;
    }

    private void connections(ObjectNode numbers, long clients, List<Finding> findings) {
        long room = numbers.path("max_connections").asLong()
                - numbers.path("superuser_reserved_connections").asLong()
                - clients;
        long wanted = workers + 2L;
        if (room < wanted) {
            add(
                    findings,
                    Severity.WARNING,
                    "connections",
                    "max_connections",
                    clients + " clients are connected and room is left for " + room + "; the run wants " + wanted
                            + ". It waits when it gets none, and the application may get none either.",
                    "Use fewer workers, or let the application's pools be smaller while the run lasts.");
        }
    }

    private static void replication(long[] counts, List<Finding> findings) {
        if (counts[1] > 0) {
            add(
                    findings,
                    Severity.NOTE,
                    "replication",
                    "pg_stat_replication",
                    counts[1]
                            + " replicas are connected: every change of an id is replayed there. Logical ones see changed"
                            + " keys.",
                    "Watch their lag; the run holds when it can see it grow.");
        }
        if (counts[3] > 0) {
            add(
                    findings,
                    Severity.WARNING,
                    "replication.idle",
                    "pg_replication_slots",
                    counts[3]
                            + " replication slots have no consumer: the server keeps all write-ahead log for them, and the"
                            + " run writes a lot of it.",
                    "Let their consumers catch up, or drop them, before the start.");
        }
    }

    private void vacuum(Session session, ObjectNode numbers, List<Finding> findings) {
        if (numbers.path("autovacuum").asText().equals("off")) {
            add(
                    findings,
                    Severity.WARNING,
                    "autovacuum",
                    "autovacuum",
                    "Autovacuum is off: every row the run moves leaves a dead version, and the tables double.",
                    "ALTER SYSTEM SET autovacuum = on; SELECT pg_reload_conf();");
        }
        String[] tables = schema.tables().stream()
                .map(table -> TableSql.quoted(table.relation().name()))
                .toArray(String[]::new);
        for (String name : session.list(NO_VACUUM, row -> row.text("name"), (Object) tables)) {
            add(
                    findings,
                    Severity.WARNING,
                    "autovacuum",
                    name,
                    "Autovacuum is switched off for this table, which the run changes.",
                    "ALTER TABLE " + name + " RESET (autovacuum_enabled);");
        }
    }

    private static void add(
            List<Finding> findings, Severity severity, String code, String subject, String reason, String remedy) {
        findings.add(new Finding(severity, Preflight.CODES + code, subject, reason, remedy));
    }
}
