// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.StartException;

/** Main class: starts the local cloud from a command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Parses the command line and runs. Returns the exit code. */
    private static int run(String... arguments) {
        Terminal terminal = Terminal.standard();
        try {
            LocalOptions options = LocalOptions.parse(arguments);
            return options.helped() ? 0 : new LocalRun(options, terminal).run();
        } catch (StartException mistake) {
            terminal.error(String.valueOf(mistake.getMessage()));
            return 2;
        }
    }
}
