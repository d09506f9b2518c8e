// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.PrintStream;
import java.util.List;

/** Command of the workbench. */
interface Command {
    /** Summary in one line, for {@code --help}. */
    String summary();

    /**
     * Runs the command.
     *
     * @param arguments after the command's name
     * @param out takes the result
     * @param err takes progress and complaints
     * @return the exit status: 0 success, 1 failure, 2 bad arguments
     */
    int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception;
}
