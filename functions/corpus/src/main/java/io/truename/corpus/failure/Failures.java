// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

import static io.truename.corpus.failure.FailureKind.BUG;
import static io.truename.corpus.failure.FailureKind.POISON;
import static io.truename.corpus.failure.FailureKind.PRIVILEGE;
import static io.truename.corpus.failure.FailureKind.RETRY;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifier of database errors: by origin, then by code, then by the few messages that tell more. */
public final class Failures {
    /**
     * Codes that keep their meaning if a function of the database raises them: the function ran into the error itself, or asks for
     * a retry. Any other code means that the function must be corrected.
     */
    private static final Set<String> TRUE_IN_FUNCTIONS = Set.of(
            "40001", "40P01", "55P03", "57014", "25P04", "72000", "25006", "53000", "53100", "53200", "53400", "58030",
            "23000", "23001", "23502", "23503", "23505", "23514", "23P01", "42501");

    private static final Set<String> RACES = Set.of(
            "concurrently updated", "concurrently deleted", "cache lookup failed", "could not open relation with OID");

    private static final Failure REFUSED_BY_FUNCTION = new Failure(
            POISON,
            "trigger",
            "",
            "A trigger or function of the database refused it, or failed.",
            "Let the trigger or function that the message names accept it");

    private static final Failure UNFORESEEN = new Failure(
            BUG,
            "unforeseen",
            "",
            "The database answered with an error that was not foreseen.",
            "Report it with the message, and remove its cause",
            true);

    private Failures() {}

    /** Of an error of which no more is known. */
    public static Failure classify(@Nullable String sqlState, @Nullable String message) {
        String state = sqlState == null ? "" : sqlState;
        boolean endsSession = state.startsWith("08") || state.startsWith("57P");
        return classify(new DatabaseError(state, message == null ? "" : message, endsSession, false));
    }

    /** Of an error; one whose code has not five characters is unforeseen. */
    public static Failure classify(DatabaseError error) {
        String sqlState = error.sqlState();
        if (sqlState.length() != 5) {
            return UNFORESEEN;
        }
        if (error.raisedInFunction() && !error.endsSession() && !TRUE_IN_FUNCTIONS.contains(sqlState)) {
            return with(sqlState, REFUSED_BY_FUNCTION);
        }
        return with(sqlState, byMessage(error).orElseGet(() -> byCode(error)));
    }

    private static Failure byCode(DatabaseError error) {
        String sqlState = error.sqlState();
        // A connection of ours that is lost is reported by its end; else it is one that the server itself wanted to
        // make.
        if (sqlState.startsWith("08") && !error.endsSession()) {
            return new Failure(
                    RETRY,
                    "remote.connection",
                    "",
                    "The database could not reach another server that a function or foreign table of it uses.",
                    "See that the server that the message names can be reached");
        }
        return SqlStates.failure(sqlState).orElse(UNFORESEEN);
    }

    /** Refines failures of one code by their message. Names of settings are the same in every language. */
    private static Optional<Failure> byMessage(DatabaseError error) {
        String message = error.message();
        return Optional.ofNullable(
                switch (error.sqlState()) {
                    case "42501" -> {
                        // PostgreSQL hides a row by policy as a failed privilege; row_security = off turns it into
                        // this.
                        if (message.contains("row-level security")) {
                            yield new Failure(
                                    PRIVILEGE,
                                    "row.security",
                                    "",
                                    "Row-level security hides rows from the role.",
                                    "Give the role BYPASSRLS or make it the tables' owner without FORCE");
                        }
                        yield message.contains("session_replication_role")
                                ? new Failure(
                                        PRIVILEGE,
                                        "setting.replication-role",
                                        "",
                                        "The role is set to session_replication_role = replica or local, so that no foreign key is"
                                                + " checked and no trigger fires.",
                                        "As a superuser run ALTER ROLE ... RESET session_replication_role, or ALTER DATABASE ..."
                                                + " RESET session_replication_role")
                                : null;
                    }
                    case "57014" ->
                        message.contains("user request")
                                ? new Failure(RETRY, "statement.cancelled", "", "Somebody cancelled the statement.", "")
                                : null;
                    // Internal errors, which no language translates: catalog or row changed between two looks of one
                    // statement.
                    case "XX000" ->
                        RACES.stream().anyMatch(message::contains)
                                ? new Failure(
                                        RETRY, "changed.meanwhile", "", "Another session changed the same object.", "")
                                : null;
                    case "0A000" ->
                        message.contains("cached plan")
                                ? new Failure(
                                        FailureKind.SCHEMA_CHANGED,
                                        "plan.cached",
                                        "",
                                        "A table changed under a prepared statement.",
                                        "Undo the change")
                                : null;
                    default -> null;
                });
    }

    private static Failure with(String sqlState, Failure failure) {
        return new Failure(
                failure.kind(), failure.code(), sqlState, failure.sentence(), failure.change(), failure.ours());
    }
}
