// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code truename-alerts}. */
@Command(
        name = "truename-alerts",
        description = "Tests alert policies of Cloud Monitoring without a cloud.",
        subcommands = TestCommand.class,
        mixinStandardHelpOptions = true,
        version = "0.1.0")
public final class TruenameAlerts {
    private TruenameAlerts() {}

    /** Runs a command and ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine command = new CommandLine(new TruenameAlerts())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (!(failure instanceof InputException)) {
                        throw failure;
                    }
                    line.getErr().println(failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
        return command.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }
}
