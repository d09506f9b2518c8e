// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runner of printed commands: executes them in a shell and records the response to each {@code curl}. */
final class PrintedCommands {
    /** Call with its response. */
    record Call(int status, String arguments, String body) {}

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.+?)^```$");
    private static final long LONGEST_SECONDS = 180;

    private final Path folder;

    /** Creates a runner in a folder, with a {@code curl} wrapper that calls the real one. */
    PrintedCommands(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Path curl = Files.createFile(
                folder.resolve("curl"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(curl, """
                #!/bin/sh
                PATH=${PATH#*:}
                here=%s
                number=$(ls "$here" | grep -c answer)
                status=$(curl -sS -o "$here/answer$number" -w '%%{http_code}' "$@")
                printf '%%s' "$*" > "$here/asked$number"
                printf '%%s' "$status" > "$here/status$number"
                cat "$here/answer$number"
                """.formatted("'" + folder + "'"));
    }

    /** Returns the code blocks of a Markdown file that contain {@code curl}. */
    static String ofReadme(Path readme) throws IOException {
        StringBuilder commands = new StringBuilder();
        Matcher blocks = BLOCK.matcher(Files.readString(readme));
        while (blocks.find()) {
            if (Set.of("", "sh").contains(blocks.group(1)) && blocks.group(2).contains("curl")) {
                commands.append(blocks.group(2));
            }
        }
        return commands.toString();
    }

    /** Completes commands for migrations as a user would: copies the id from a response to the next command, and waits. */
    static String withIds(String commands) {
        return commands.lines()
                .map(line -> line.replace("/ID/", "/$id/"))
                .map(line -> line.contains("/migrations -H")
                        ? """
                        id=$(%s
                        )
                        id=$(printf '%%s' "$id" | grep -o '"id":"[^"]*' | cut -d'"' -f4)
                        until curl -s %s/$id | grep -q '"state":"PLANNED"'; do sleep 0.2; done""".formatted(line, line.replaceAll(".*(http\\S+/migrations) .*", "$1"))
                        : line)
                .collect(Collectors.joining("\n"));
    }

    /** Runs a script to its end and returns its calls, in order. */
    List<Call> run(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", file.toString());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Path output = folder.resolve("output");
        Process shell = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!shell.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
            throw new AssertionError("Still running:\n" + script + "\n" + Files.readString(output));
        }
        if (shell.exitValue() != 0) {
            throw new AssertionError("Failed:\n" + script + "\n" + Files.readString(output));
        }
        List<Call> calls = new ArrayList<>();
        for (int number = 0; Files.exists(folder.resolve("status" + number)); number++) {
            calls.add(new Call(
                    Integer.parseInt(Files.readString(folder.resolve("status" + number))),
                    Files.readString(folder.resolve("asked" + number)),
                    new String(Files.readAllBytes(folder.resolve("answer" + number)), StandardCharsets.UTF_8)));
            Files.delete(folder.resolve("status" + number));
            Files.delete(folder.resolve("answer" + number));
        }
        return calls;
    }
}
