// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

import static io.truename.corpus.failure.FailureKind.BUG;
import static io.truename.corpus.failure.FailureKind.CONNECTION;
import static io.truename.corpus.failure.FailureKind.FULL;
import static io.truename.corpus.failure.FailureKind.POISON;
import static io.truename.corpus.failure.FailureKind.PRIVILEGE;
import static io.truename.corpus.failure.FailureKind.READ_ONLY;
import static io.truename.corpus.failure.FailureKind.RETRY;
import static io.truename.corpus.failure.FailureKind.SCHEMA_CHANGED;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Error codes of the PostgreSQL manual, appendix A. A code has its own meaning, or that of its class. Only a wrong statement of
 * Truename can cause a code that is not listed.
 */
final class SqlStates {
    private static final String SEE_QUARANTINE = "See the document in the run's quarantine and correct it";
    private static final String UNDO = "Undo the change";
    private static final String GRANT = "Grant the role what the message names";
    private static final String TRIGGER = "Let the trigger or function that the message names accept it";
    private static final String LOGIN =
            "Correct user and password in TRUENAME_DATABASE_URL, or let the server accept this login (pg_hba.conf)";
    private static final String SERVER_LOG = "See the server's log and have the server repaired";
    private static final String POOLER =
            "Let the connection pooler keep a session for each client (PgBouncer: pool_mode = session), or connect to the server"
                    + " itself";

    /** By code or class: a code is looked for first. */
    private static final Map<String, Failure> MEANINGS = new HashMap<>();

    static {
        transactions();
        connections();
        limits();
        rows();
        objects();
    }

    private SqlStates() {}

    /** Failure of a SQLSTATE, by its code, else by its class; empty if neither is listed. */
    static Optional<Failure> failure(String sqlState) {
        return Optional.ofNullable(MEANINGS.get(sqlState))
                .or(() -> Optional.ofNullable(MEANINGS.get(sqlState.substring(0, 2))));
    }

    private static void mean(String prefix, FailureKind kind, String code, String sentence, String change) {
        MEANINGS.put(prefix, new Failure(kind, code, prefix, sentence, change));
    }

    private static void transactions() {
        mean("40", RETRY, "rolled.back", "The server rolled the transaction back.", "");
        mean("40001", RETRY, "serialization", "Another transaction changed the same rows.", "");
        // The driver repeats a prepared statement that is not valid any more, which an open transaction does not allow.
        mean("25P02", RETRY, "rolled.back", "The transaction had failed before, and was rolled back.", "");
        mean("40P01", RETRY, "deadlock", "This and another transaction waited for each other.", "");
        mean("40002", POISON, "constraint", "A constraint forbids it.", SEE_QUARANTINE);
        mean(
                "40003",
                CONNECTION,
                "outcome.unknown",
                "The server does not know whether the transaction was committed.",
                "");
        mean("55P03", RETRY, "lock.timeout", "Rows or a table were locked by another transaction for too long.", "");
        mean("57", RETRY, "intervention", "An operator of the server interrupted it.", "");
        mean("57014", RETRY, "statement.timeout", "A statement took too long.", "");
        mean("25P03", CONNECTION, "idle.timeout", "The server ended a transaction that stood still.", "");
        mean("25P04", RETRY, "transaction.timeout", "A transaction took too long.", "");
        mean("72", RETRY, "snapshot.old", "A transaction took too long to see the rows as they were.", "");
        mean(
                "25006",
                READ_ONLY,
                "read.only",
                "The server takes no writes: it is a replica, or in maintenance.",
                "Let TRUENAME_DATABASE_URL name the primary, or let the server take writes again");
    }

    private static void connections() {
        mean("08", CONNECTION, "connection", "The connection to the database was lost.", "");
        for (String unmade : new String[] {"08001", "08004"}) {
            mean(
                    unmade,
                    CONNECTION,
                    "connection",
                    "The database cannot be reached.",
                    "See that it runs and that TRUENAME_DATABASE_URL names it");
        }
        mean(
                "08P01",
                CONNECTION,
                "protocol",
                "The server, or a connection pooler before it, does not accept this connection.",
                "Let the pooler ignore the parameter that the message names (PgBouncer: ignore_startup_parameters), or connect to"
                        + " the server itself");
        mean(
                "57P01",
                CONNECTION,
                "server.shutdown",
                "The server was shut down, or an administrator ended the session.",
                "");
        mean("57P02", CONNECTION, "server.crash", "The server crashed and starts again.", SERVER_LOG);
        mean("57P03", CONNECTION, "server.starting", "The server takes no connections yet, or no more.", "");
        mean("57P05", CONNECTION, "idle.session", "The server ended an idle session.", "");
        mean(
                "53300",
                CONNECTION,
                "too.many.connections",
                "No connection to the database is free.",
                "Close connections of other clients, or raise max_connections or the limit that the message names");
        mean("28", PRIVILEGE, "login", "The server refuses the login.", LOGIN);
        mean(
                "3D",
                SCHEMA_CHANGED,
                "database.gone",
                "There is no such database.",
                "Let TRUENAME_DATABASE_URL name the database that was planned on");
        mean(
                "57P04",
                SCHEMA_CHANGED,
                "database.gone",
                "The database was dropped.",
                "Let TRUENAME_DATABASE_URL name the database that was planned on");
        for (String lost : new String[] {"26", "34", "42P05"}) {
            mean(
                    lost,
                    SCHEMA_CHANGED,
                    "pooler",
                    "A prepared statement or cursor is not the one of this session: a connection pooler gave the session to"
                            + " another client.",
                    POOLER);
        }
    }

    private static void limits() {
        mean("53", FULL, "resources", "The server lacks a resource.", "Give the server what the message names");
        mean("53100", FULL, "disk.full", "The server's disk is full.", "Make room on the disk that the message names");
        mean(
                "53200",
                FULL,
                "out.of.memory",
                "The server ran out of memory.",
                "Give the server more memory, or less to do");
        mean(
                "53400",
                FULL,
                "configuration.limit",
                "A limit of the server's configuration is reached.",
                "Raise the limit that the message names");
        mean(
                "58",
                FULL,
                "input.output",
                "The server could not read or write a file.",
                "See the server's log and its disk");
        mean("58P01", BUG, "server.file", "A file of the server is missing.", SERVER_LOG);
        mean("F0", BUG, "server.configuration", "A configuration file of the server is wrong.", SERVER_LOG);
        mean("XX", BUG, "server.internal", "The server met a fault of its own, or one of an extension.", SERVER_LOG);
        for (String corrupted : new String[] {"XX001", "XX002"}) {
            mean(corrupted, PRIVILEGE, "data.corrupted", "Data or an index of the server is damaged.", SERVER_LOG);
        }
    }

    private static void rows() {
        mean("22", POISON, "data", "A value cannot be what is made of it.", SEE_QUARANTINE);
        mean("23", POISON, "constraint", "A constraint forbids it.", SEE_QUARANTINE);
        mean("23503", POISON, "reference.uncovered", "A foreign key forbids it.", SEE_QUARANTINE);
        mean("23505", POISON, "unique", "A unique constraint forbids the new value.", SEE_QUARANTINE);
        mean("44", POISON, "check.option", "A view's check option forbids it.", SEE_QUARANTINE);
        mean(
                "54",
                POISON,
                "program.limit",
                "A row, a value or a statement exceeds a limit of the server.",
                "Shorten what the message names");
        mean(
                "27",
                POISON,
                "trigger",
                "A trigger of the corpus changed a row that was being changed.",
                "Make it an AFTER trigger");
        for (String raised : new String[] {"09", "20", "2F", "38", "39", "P0"}) {
            mean(raised, POISON, "trigger", "A trigger or function of the database refused it, or failed.", TRIGGER);
        }
        mean("HV", POISON, "foreign.table", "A foreign table of the database refused it, or failed.", TRIGGER);
        mean(
                "HV00N",
                RETRY,
                "remote.connection",
                "The database could not reach another server that a foreign table of it uses.",
                "See that the server that the message names can be reached");
    }

    private static void objects() {
        mean("42501", PRIVILEGE, "privilege", "The role may not do what it must.", GRANT);
        mean("0L", PRIVILEGE, "privilege", "The role may not grant.", GRANT);
        mean("0P", PRIVILEGE, "role", "There is no such role.", "Let the role exist that the message names");
        mean("42P01", SCHEMA_CHANGED, "table.gone", "A table is gone.", UNDO);
        mean("42703", SCHEMA_CHANGED, "column.gone", "A column is gone.", UNDO);
        mean("42704", SCHEMA_CHANGED, "object.gone", "A type or another object is gone.", UNDO);
        mean("3F", SCHEMA_CHANGED, "schema.gone", "A schema is gone.", UNDO);
        mean("42804", SCHEMA_CHANGED, "type.changed", "A column has another type than planned.", UNDO);
        mean("42846", SCHEMA_CHANGED, "type.changed", "A column has another type than planned.", UNDO);
        mean("42883", SCHEMA_CHANGED, "type.changed", "A function is gone, or a column has another type.", UNDO);
        mean("42809", SCHEMA_CHANGED, "object.changed", "A table of the plan is no longer a table.", UNDO);
        mean("428C9", SCHEMA_CHANGED, "column.generated", "A column of the plan is now generated.", UNDO);
        for (String exists : new String[] {"42P06", "42P07", "42710", "42723"}) {
            mean(
                    exists,
                    SCHEMA_CHANGED,
                    "object.exists",
                    "An object of that name exists already, and not by Truename.",
                    "Rename or drop what the message names");
        }
        for (String state : new String[] {"55000", "42P10"}) {
            mean(
                    state,
                    SCHEMA_CHANGED,
                    "object.state",
                    "A table cannot be changed as it is now, such as one whose publication lacks a replica identity or a column.",
                    "Set what the message names");
        }
        mean("55006", RETRY, "object.in-use", "An object is in use by another session.", "");
        mean(
                "0A",
                SCHEMA_CHANGED,
                "unsupported",
                "The server does not support a statement on this table or in this place.",
                "Change what the message names");
    }
}
