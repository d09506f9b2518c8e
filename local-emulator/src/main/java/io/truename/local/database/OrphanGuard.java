// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops the server when this process dies without a word. It is a shell that waits on a pipe only we hold: a line means
 * "all is well, go", the pipe's end means that we were killed. It ignores a terminal's Ctrl-C, which is ours to handle.
 */
final class OrphanGuard implements AutoCloseable {
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r word || exec \"$@\" >/dev/null 2>&1";

    private final Process shell;

    private OrphanGuard(Process shell) {
        this.shell = shell;
    }

    /** The waiting shell, for tests. */
    Process shell() {
        return shell;
    }

    static OrphanGuard watch(Path folder, List<String> stopCommand) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "truename-orphan-guard"));
        command.addAll(stopCommand);
        return new OrphanGuard(new ProcessBuilder(command)
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
            // The shell is gone already: there is nobody left to tell.
            shell.destroyForcibly();
        }
    }
}
