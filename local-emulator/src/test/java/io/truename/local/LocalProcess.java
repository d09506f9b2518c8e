// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.testkit.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Process of {@code java -jar truename-local.jar}, with its own temporary folder. */
final class LocalProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(6);

    private final Process process;
    private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
    private final List<String> output = new ArrayList<>();
    private final Thread reader;

    private LocalProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output");
        reader.setDaemon(true);
        reader.start();
    }

    static LocalProcess start(Path temporary, String... arguments) throws IOException {
        return startWithin(new String[0], Map.of(), temporary, arguments);
    }

    /** Starts it with a command prefix, such as {@code unshare}, and additional environment variables. */
    static LocalProcess startWithin(
            String[] outer, Map<String, String> environment, Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(outer));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                // As in the tests' own JVM: the second compiler and threads of a collector do not pay off in half a
                // minute.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("truename.local.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new LocalProcess(builder.start());
    }

    /** Finds a base port whose four successors are free too. */
    static int freePort() {
        return FreePort.first(5);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                arriving.add(line);
            }
        } catch (IOException | UncheckedIOException ended) {
            arriving.add("(output ended: " + ended + ")");
        }
    }

    /** Waits for a printed line that contains the text. */
    void awaitLine(String text) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (output.stream().noneMatch(line -> line.contains(text))) {
            String line = arriving.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("No line with \"" + text + "\" in time; got:\n" + String.join("\n", output));
            }
            output.add(line);
        }
    }

    /** Waits for the end and returns the exit code. */
    int awaitExit() throws InterruptedException {
        return awaitExit(LONGEST);
    }

    int awaitExit(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("Did not end in time; got:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Returns the output so far. */
    String output() {
        arriving.drainTo(output);
        return String.join("\n", output);
    }

    /** Returns the process. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Returns the direct and indirect child processes. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Sends SIGTERM, as a container's stop does. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
