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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a SQLSTATE means, by the longest entry of one table that it begins with. The codes are those of PostgreSQL's manual,
 * appendix A.
 */
public final class Failures {
    private static final String SEE_QUARANTINE =
            "See the document in the run's quarantine; correct it, then retry the quarantined.";
    private static final String NOTHING = "Nothing: the run tries again by itself.";
    private static final String AFTER_FREEING = "Make room, then the run goes on by itself.";
    private static final String PLAN_AGAIN = "Undo the change and resume, or roll back and plan again.";
    private static final String GRANT = "Grant the run's role what the message names, then resume.";

    /** Longest first, so that the first that fits is the nearest. */
    private static final List<Entry> ENTRIES = longestFirst(List.of(
            new Entry("40001", RETRY, "serialization", "Another transaction changed the same rows.", NOTHING),
            new Entry("40P01", RETRY, "deadlock", "The batch and another transaction waited for each other.", NOTHING),
            new Entry("40", RETRY, "rolled.back", "The server rolled the batch back.", NOTHING),
            new Entry(
                    "40003",
                    CONNECTION,
                    "outcome.unknown",
                    "The server does not know whether the batch was committed.",
                    NOTHING),
            new Entry("40002", POISON, "constraint", "A constraint forbids the move.", SEE_QUARANTINE),
            new Entry("55P03", RETRY, "lock.timeout", "Rows were locked by another transaction for too long.", NOTHING),
            new Entry("57014", RETRY, "statement.timeout", "A statement took too long, or was cancelled.", NOTHING),
            new Entry("25P03", CONNECTION, "idle.timeout", "The server ended a transaction that stood still.", NOTHING),
            new Entry("25P04", RETRY, "transaction.timeout", "A transaction took too long.", NOTHING),
            new Entry("08", CONNECTION, "connection", "The connection was lost.", NOTHING),
            new Entry(
                    "57P01", CONNECTION, "server.shutdown", "The server was shut down or ended the session.", NOTHING),
            new Entry("57P02", CONNECTION, "server.crash", "The server crashed and starts again.", NOTHING),
            new Entry("57P03", CONNECTION, "server.starting", "The server is not ready yet.", NOTHING),
            new Entry("57P05", CONNECTION, "idle.session", "The server ended an idle session.", NOTHING),
            new Entry(
                    "53300",
                    CONNECTION,
                    "too.many.connections",
                    "The server has no connection left.",
                    "Raise max_connections or close some; the run tries again by itself."),
            new Entry(
                    "25006",
                    READ_ONLY,
                    "read.only",
                    "The server takes no writes: it is a replica, or in maintenance.",
                    "Nothing after a failover: the run connects anew. Else let it write again."),
            new Entry("53100", FULL, "disk.full", "The server's disk is full.", AFTER_FREEING),
            new Entry("53200", FULL, "out.of.memory", "The server ran out of memory.", AFTER_FREEING),
            new Entry(
                    "53400",
                    FULL,
                    "configuration.limit",
                    "A limit of the server's configuration is reached.",
                    AFTER_FREEING),
            new Entry("53", FULL, "resources", "The server lacks a resource.", AFTER_FREEING),
            new Entry(
                    "54",
                    FULL,
                    "program.limit",
                    "A limit of the server is exceeded.",
                    "Raise the limit that the message names, then the run goes on by itself."),
            new Entry(
                    "58030",
                    FULL,
                    "input.output",
                    "The server could not read or write a file.",
                    "See the server's log and its disk; then the run goes on by itself."),
            new Entry(
                    "23503",
                    POISON,
                    "reference.uncovered",
                    "A row refers to the old id by a foreign key that the plan does not cover.",
                    SEE_QUARANTINE),
            new Entry("23505", POISON, "unique", "A unique constraint forbids the new value.", SEE_QUARANTINE),
            new Entry("23", POISON, "constraint", "A constraint forbids the move.", SEE_QUARANTINE),
            new Entry("22", POISON, "data", "A value cannot be what the move makes of it.", SEE_QUARANTINE),
            new Entry(
                    "P0001",
                    POISON,
                    "trigger",
                    "A trigger of the corpus refused the move.",
                    "Let the trigger accept a change of id, then retry the quarantined."),
            new Entry(
                    "P0004",
                    POISON,
                    "trigger",
                    "A trigger of the corpus refused the move.",
                    "Let the trigger accept a change of id, then retry the quarantined."),
            new Entry(
                    "27000",
                    POISON,
                    "trigger",
                    "A trigger of the corpus changed a row that the move was changing.",
                    "Make it an AFTER trigger, then retry the quarantined."),
            new Entry(
                    "09",
                    POISON,
                    "trigger",
                    "A trigger of the corpus failed.",
                    "Correct the trigger, then retry the quarantined."),
            new Entry("44", POISON, "check.option", "A view's check option forbids the move.", SEE_QUARANTINE),
            new Entry("42501", PRIVILEGE, "privilege", "The run's role may not do what it must.", GRANT),
            new Entry(
                    "28",
                    PRIVILEGE,
                    "login",
                    "The server refuses the run's role.",
                    "Give the run a role and a password that may log in, then resume."),
            new Entry("42P01", SCHEMA_CHANGED, "table.gone", "A table of the plan is gone.", PLAN_AGAIN),
            new Entry("42703", SCHEMA_CHANGED, "column.gone", "A column of the plan is gone.", PLAN_AGAIN),
            new Entry(
                    "42704",
                    SCHEMA_CHANGED,
                    "object.gone",
                    "A type or another object of the plan is gone.",
                    PLAN_AGAIN),
            new Entry("42804", SCHEMA_CHANGED, "type.changed", "A column has another type than planned.", PLAN_AGAIN),
            new Entry("42883", SCHEMA_CHANGED, "type.changed", "A column has another type than planned.", PLAN_AGAIN),
            new Entry(
                    "42809", SCHEMA_CHANGED, "object.changed", "A table of the plan is no longer a table.", PLAN_AGAIN),
            new Entry(
                    "428C9", SCHEMA_CHANGED, "column.generated", "A column of the plan is now generated.", PLAN_AGAIN),
            new Entry(
                    "55000",
                    SCHEMA_CHANGED,
                    "object.state",
                    "A table cannot be updated as it is now, such as one that is published without a replica identity.",
                    "Set what the message names, then resume."),
            new Entry("3F000", SCHEMA_CHANGED, "schema.gone", "A schema of the plan is gone.", PLAN_AGAIN),
            new Entry(
                    "3D000",
                    SCHEMA_CHANGED,
                    "database.gone",
                    "The database is gone.",
                    "Point the run at the database it was planned on, then resume."),
            new Entry(
                    "0A000",
                    SCHEMA_CHANGED,
                    "plan.cached",
                    "A table changed under a prepared statement.",
                    PLAN_AGAIN)));

    private static final Failure UNFORESEEN = new Failure(
            BUG,
            "unforeseen",
            "",
            "The database answered with an error that was not foreseen.",
            "See the message; when its cause is gone, resume. Please report it.");

    private Failures() {}

    private record Entry(String prefix, FailureKind kind, String code, String sentence, String remedy) {
        Failure failure(String sqlState) {
            return new Failure(kind, code, sqlState, sentence, remedy);
        }
    }

    /**
     * Of a failure.
     *
     * @param sqlState five characters; anything else is unforeseen
     * @param message of the server, if there is one: it alone tells why a privilege failed
     */
    public static Failure classify(@Nullable String sqlState, @Nullable String message) {
        if (sqlState == null || sqlState.length() != 5) {
            return UNFORESEEN;
        }
        // PostgreSQL hides a row by policy as a failed privilege, and row_security = off turns it into this sentence.
        if (sqlState.equals("42501") && message != null && message.contains("row-level security")) {
            return new Failure(
                    PRIVILEGE,
                    "row.security",
                    sqlState,
                    "Row-level security hides rows from the run's role.",
                    "Give the role BYPASSRLS or make it the tables' owner without FORCE, then resume.");
        }
        // Of the many things that PostgreSQL does not support, this one is a table that changed.
        boolean planChanged = message != null && message.contains("cached plan");
        for (Entry entry : ENTRIES) {
            if (entry.code().equals("plan.cached") && !planChanged) {
                continue;
            }
            if (sqlState.startsWith(entry.prefix())) {
                return entry.failure(sqlState);
            }
        }
        return new Failure(UNFORESEEN.kind(), UNFORESEEN.code(), sqlState, UNFORESEEN.sentence(), UNFORESEEN.remedy());
    }

    private static List<Entry> longestFirst(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingInt((Entry entry) -> entry.prefix().length())
                .reversed());
        return List.copyOf(sorted);
    }
}
