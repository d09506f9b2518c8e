// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@code java -jar truename-local.jar} in a process of its own, with a temporary folder of its own. */
final class LocalProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(3);

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

    /** Started by another command, as {@code unshare}, and with variables besides the test's own. */
    static LocalProcess startWithin(
            String[] outer, Map<String, String> environment, Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(outer));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                // As the tests' own JVM: a run of half a minute never earns back what the second compiler takes.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("truename.local.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new LocalProcess(builder.start());
    }

    /**
     * A base port whose two neighbours are free too. Below those that systems give to outgoing connections: until the process
     * listens, another test could be given one of them.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            if (IntStream.range(port, port + 3).allMatch(LocalProcess::isFree)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
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

    /** Waits until a line with the text was printed. */
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

    /** Waits for the end; the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("Did not end in time; got:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Everything printed so far. */
    String output() {
        arriving.drainTo(output);
        return String.join("\n", output);
    }

    /** The process itself. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The processes it started, and those they started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** What Ctrl-C and a container's stop do: asks it to end. */
    void terminate() {
        process.destroy();
    }

    /** kill -9: it learns nothing of it. */
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
