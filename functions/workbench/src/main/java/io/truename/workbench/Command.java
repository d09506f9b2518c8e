// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.PrintStream;
import java.util.List;

/** One thing that the workbench can do from a shell. */
interface Command {
    /** What it does, as one line for {@code --help}. */
    String summary();

    /**
     * Does it.
     *
     * @param arguments what follows the command's name
     * @param out takes the result
     * @param err takes progress and complaints
     * @return the exit status: 0 done, 1 failed, 2 not understood
     */
    int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception;
}
