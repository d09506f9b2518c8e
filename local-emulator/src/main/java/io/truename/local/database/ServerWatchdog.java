// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Watchdog that stops the server when the local cloud is killed. It is a shell that reads a pipe of the local cloud: a line
 * dismisses it, and the end of the pipe means that the local cloud was killed. It ignores a terminal's Ctrl-C, which the
 * local cloud handles.
 */
final class ServerWatchdog implements AutoCloseable {
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r word || exec \"$@\" >/dev/null 2>&1";

    private final Process shell;

    private ServerWatchdog(Process shell) {
        this.shell = shell;
    }

    /** Returns the waiting shell, for tests. */
    Process shell() {
        return shell;
    }

    static ServerWatchdog watch(Path folder, List<String> stopCommand) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "truename-watchdog"));
        command.addAll(stopCommand);
        return new ServerWatchdog(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @Override
    public void close() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException e) {
            // The shell has ended already.
            shell.destroyForcibly();
        }
    }
}
