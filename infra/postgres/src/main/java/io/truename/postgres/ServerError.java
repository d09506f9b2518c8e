// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Error report of PostgreSQL. A text is empty if the server sent none. Texts may quote values of rows: show them to the caller and
 * store them in the run's own record, never in a log above DEBUG.
 *
 * @param sqlState five characters, as appendix A of PostgreSQL's manual lists them
 * @param endsSession whether the server closed the connection with it (FATAL, PANIC)
 * @param message in the server's language
 * @param context call stack of functions and statements in which the error occurred
 * @param schema of the object concerned
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
     * Whether a function or trigger of the database raised the error. If so, the function chose the code, and the code tells nothing
     * about the server or about our statement.
     */
    public boolean raisedInFunction() {
        // Every procedural language is called PL/something, in every language of the server's messages.
        return (context.contains("PL/") || context.contains("SQL function")) && !context.contains("truename.");
    }

    /** Message, detail, hint and function of the error, as sent by the server; bounded in length. */
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
