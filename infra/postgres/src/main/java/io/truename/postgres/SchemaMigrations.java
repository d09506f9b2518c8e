// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Migrates schema {@code truename} to this version: applies each file of {@code truename-schema} once, in order, each in its own
 * transaction. Concurrent instances wait for each other. Nothing outside of that schema is changed.
 */
public final class SchemaMigrations {
    /** File names in order; a test compares them with the folder. */
    static final List<String> FILES = List.of(
            "V1__runs_plans_and_aliases.sql",
            "V2__retention.sql",
            "V3__counters_of_plans.sql",
            "V4__late_lookups.sql",
            "V5__resolve_what_was_moved_back.sql",
            "V6__order_of_going_back.sql",
            "V7__duplicates_that_differ.sql",
            "V8__slices.sql",
            "V10__quarantine_accepted.sql",
            "V11__corpus_counts.sql",
            "V12__trace_of_a_batch.sql",
            "V13__findings_and_scans.sql",
            "V14__stage_events.sql",
            "V15__health.sql",
            "V16__known_look_ups.sql",
            "V17__next_step.sql",
            "V18__self_checks.sql",
            "V19__hashes_of_vectors.sql",
            "V20__advice.sql",
            "V21__tuning.sql",
            "V22__incidents.sql",
            "V23__actions.sql",
            "V24__reports.sql",
            "V25__money.sql",
            "V26__ledger.sql",
            "V27__late_data.sql",
            "V28__stage_attempts.sql",
            "V29__inputs_of_recipes.sql",
            "V30__backfill.sql",
            "V31__imported_hashes.sql",
            "V32__renames.sql",
            "V33__ids_within_text.sql",
            "V34__backfill_in_order.sql",
            "V35__ids_within_any_collation.sql",
            "V37__renames_on_a_topic.sql",
            "V38__search_of_a_plan.sql",
            "V39__ids_within_arrays.sql",
            "V40__mapping_of_an_assessment.sql");

    /** Key of the advisory lock on schema changes: the ASCII bytes of "truename". */
    private static final long LOCK = 0x7472_7565_6e61_6d65L;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SchemaMigrations() {}

    /**
     * A migration file.
     *
     * @param version counts from 1
     * @param sha256 SHA-256 of the file's bytes, 64 lower-case hex digits
     */
    record Change(int version, String name, String sha256, String sql) {}

    private record Applied(int version, String sha256) {}

    /**
     * Applies all pending migrations; runs one query if there are none.
     *
     * @throws SchemaException if the role lacks a privilege, a file has changed since it was applied, or the schema is newer than
     *     this program; the message says what to do
     * @throws SqlException if the database cannot be reached
     */
    public static void run(Database database) {
        List<Change> changes = FILES.stream().map(SchemaMigrations::read).toList();
        run(database, changes);
    }

    static void run(Database database, List<Change> changes) {
        if (database.with(session -> isComplete(session, changes))) {
            return;
        }
        allowed(database, session -> {
            lock(session);
            createSchema(session);
        });
        for (Change change : changes) {
            allowed(database, session -> {
                lock(session);
                apply(session, change);
            });
        }
    }

    private static boolean isComplete(Session session, List<Change> changes) {
        boolean exists = session.one(
                "SELECT to_regclass('truename.schema_version') IS NOT NULL AS there", row -> row.flag("there"));
        if (!exists) {
            return false;
        }
        Map<Integer, String> applied;
        try {
            applied = session
                    .list(
                            "SELECT version, sha256 FROM truename.schema_version",
                            row -> new Applied(row.get("version", Integer.class), row.text("sha256")))
                    .stream()
                    .collect(Collectors.toMap(Applied::version, Applied::sha256));
        } catch (SqlException refused) {
            throw explained(session, refused);
        }
        int newest = changes.stream().mapToInt(Change::version).max().orElse(0);
        applied.keySet().stream().filter(version -> version > newest).findAny().ifPresent(newer -> {
            throw new SchemaException("Schema truename has version " + newer + ", this program knows " + newest
                    + ": run the newer version of Truename.");
        });
        changes.forEach(change -> requireSame(change, applied.get(change.version())));
        return applied.size() == changes.size();
    }

    private static void requireSame(Change change, @org.jspecify.annotations.Nullable String applied) {
        if (applied != null && !applied.equals(change.sha256())) {
            throw new SchemaException("Schema truename was made by another " + change.name()
                    + " than this program has: run the version of Truename that made it, or drop the schema"
                    + " if no run in it is needed any more.");
        }
    }

    private static void lock(Session session) {
        session.list("SELECT pg_advisory_xact_lock($1)::text", row -> "", LOCK);
    }

    private static void createSchema(Session session) {
        boolean exists = session.one(
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'truename') AS there",
                row -> row.flag("there"));
        if (!exists) {
            session.execute("CREATE SCHEMA truename");
        }
        session.execute("""
                CREATE TABLE IF NOT EXISTS truename.schema_version (
                    version    integer PRIMARY KEY,
                    name       text NOT NULL,
                    sha256     text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
            )\
            """);
    }

    private static void apply(Session session, Change change) {
        boolean applied = session.find(
                        "SELECT sha256 FROM truename.schema_version WHERE version = $1",
                        row -> row.text("sha256"),
                        change.version())
                .map(sha256 -> {
                    requireSame(change, sha256);
                    return true;
                })
                .orElse(false);
        if (!applied) {
            session.execute(change.sql());
            session.update(
                    "INSERT INTO truename.schema_version (version, name, sha256) VALUES ($1, $2, $3)",
                    change.version(),
                    change.name(),
                    change.sha256());
        }
    }

    private static void allowed(Database database, Consumer<Session> work) {
        try {
            database.inTransaction(session -> {
                work.accept(session);
                return true;
            });
        } catch (SqlException refused) {
            throw refused.connectionLost() ? refused : database.with(session -> explained(session, refused));
        }
    }

    private static RuntimeException explained(Session session, SqlException refused) {
        boolean function = refused.error().raisedInFunction();
        if (!function && !refused.sqlState().equals(INSUFFICIENT_PRIVILEGE)) {
            return refused;
        }
        String name = session.one("SELECT current_user::text AS name", row -> row.text("name"));
        String role = SqlNames.quoted(name);
        if (function) {
            return refusedByEventTrigger(session, role, refused);
        }
        return new SchemaException(
                "The role of TRUENAME_DATABASE_URL may not set up schema truename: as an administrator of the"
                        + " database, run CREATE SCHEMA truename AUTHORIZATION " + role
                        + "; or, if the schema exists, ALTER SCHEMA truename"
                        + " OWNER TO " + role + ".",
                refused);
    }

    private static SchemaException refusedByEventTrigger(Session session, String role, SqlException refused) {
        List<String> triggers = session.list(
                "SELECT quote_ident(evtname) AS name FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' ORDER BY"
                        + " evtname",
                row -> row.text("name"));
        String remedy = triggers.isEmpty()
                ? "Let the function that this names accept the role " + role + ", then send the request again."
                : "Let it accept the role " + role + "; or, as a superuser, run "
                        + triggers.stream()
                                .map(trigger -> "ALTER EVENT TRIGGER " + trigger + " DISABLE")
                                .collect(Collectors.joining("; "))
                        + ", send the request again, and enable what you disabled.";
        return new SchemaException(
                "Schema truename cannot be set up: an event trigger or another function of the database refuses it."
                        + " The database says: " + refused.explanation() + ". " + remedy,
                refused);
    }

    static Change read(String name) {
        try (InputStream in =
                Objects.requireNonNull(SchemaMigrations.class.getResourceAsStream("/truename-schema/" + name), name)) {
            byte[] bytes = in.readAllBytes();
            int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
            return new Change(version, name, sha256(bytes), new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
