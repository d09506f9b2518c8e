// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An error as PostgreSQL reports it. Every text is empty where the server gave none. Texts may quote values of rows: they are for
 * the person who asked and for the run's own record, never for a log above DEBUG.
 *
 * @param sqlState five characters, as appendix A of PostgreSQL's manual lists them
 * @param endsSession whether the server closed the connection with it (FATAL, PANIC)
 * @param message of the server, in its language
 * @param context the stack of functions and statements in which it happened
 * @param schema of the object it is about
 */
public record ServerError(
        String sqlState,
        boolean endsSession,
        String message,
        String detail,
        String hint,
        String context,
        String schema,
        String table,
        String column,
        String constraint)
        implements Serializable {
    private static final int LONGEST_EXPLANATION = 2_000;

    /**
     * Whether a function or trigger of the database raised it: then the code is that function's choice, and says nothing of the
     * server or of our statement.
     */
    public boolean raisedInFunction() {
        // Every procedural language is called PL/something, in every language of the server's messages.
        return (context.contains("PL/") || context.contains("SQL function")) && !context.contains("truename.");
    }

    /** The server's own words: message, detail, hint, and the function it happened in; bounded. */
    public String explanation() {
        List<String> parts = new ArrayList<>();
        parts.add(message);
        add(parts, "Detail", detail);
        add(parts, "Hint", hint);
        if (raisedInFunction()) {
            add(parts, "Context", context.lines().findFirst().orElse(""));
        } else if (detail.isEmpty() && !message.contains(constraint)) {
            add(parts, "Constraint", constraint);
        }
        String text = String.join(" ", parts);
        return text.length() <= LONGEST_EXPLANATION ? text : text.substring(0, LONGEST_EXPLANATION) + "...";
    }

    private static void add(List<String> parts, String name, String text) {
        if (!text.isEmpty()) {
            String last = parts.get(parts.size() - 1);
            parts.set(parts.size() - 1, last.endsWith(".") ? last : last + ".");
            parts.add(name + ": " + text);
        }
    }
}
