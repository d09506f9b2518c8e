// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import picocli.CommandLine;

/** Starts the local cloud from a command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Parses and runs; every mistake on the command line is one sentence and exit code 2. */
    private static int run(String... arguments) {
        Terminal terminal = Terminal.standard();
        LocalOptions options = new LocalOptions();
        try {
            if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(arguments))) {
                return 0;
            }
        } catch (CommandLine.ParameterException mistake) {
            terminal.error(withoutPassword(String.valueOf(mistake.getMessage())) + "; --help lists what is possible.");
            return 2;
        }
        return new LocalRun(options, terminal).run();
    }

    /** A database's address in the wrong place is quoted by the message about it. */
    static String withoutPassword(String message) {
        return message.replaceAll("://[^@/\\s]*@", "://...@");
    }
}
