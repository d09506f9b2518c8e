// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.Console;
import java.io.PrintStream;

/** Terminal output of the local cloud. Thread-safe. */
final class Terminal {
    private static final int COLUMNS = 100;

    private final PrintStream out;
    private final PrintStream errors;
    private final boolean interactive;
    private boolean unfinished;

    /**
     * Creates a terminal.
     *
     * @param interactive whether a line can be overwritten; if not, only finished lines are written
     */
    Terminal(PrintStream out, PrintStream errors, boolean interactive) {
        this.out = out;
        this.errors = errors;
        this.interactive = interactive;
    }

    /** Returns the terminal of this process; not interactive if its output goes into a file or a pipe. */
    static Terminal standard() {
        @SuppressWarnings("SystemConsoleNull") // both cases are looked at
        Console console = System.console();
        return new Terminal(System.out, System.err, console != null && isTerminal(console));
    }

    /** Before Java 22, only a terminal has a console. Since then there always is one, with {@code isTerminal()}. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** Prints an error message. */
    synchronized void error(String text) {
        clearProgress();
        errors.println(text);
        errors.flush();
    }

    synchronized void line(String text) {
        clearProgress();
        out.println(text);
        out.flush();
    }

    private void clearProgress() {
        if (unfinished) {
            out.print("\r" + " ".repeat(COLUMNS) + "\r");
            unfinished = false;
        }
    }

    /** Shows progress on one line that the next output replaces; does nothing if the terminal is not interactive. */
    synchronized void progress(String text) {
        if (interactive) {
            String shown = text.length() > COLUMNS ? text.substring(0, COLUMNS) : text;
            out.print("\r" + shown + " ".repeat(COLUMNS - shown.length()));
            out.flush();
            unfinished = true;
        }
    }
}
