// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Process that runs a function as the cloud does: Google's java-function-invoker with the function's jar on {@code
 * --classpath} and without the caller's environment. Listens on a free port of the loopback interface. Closing it kills the
 * process.
 */
public final class InvokerProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final long begun;
    private final OutputLines output;
    private final OutputLines errors;
    private final Thread killer = new Thread(this::kill, "invoker-killer");

    private InvokerProcess(Process process, int port, long begun, OutputLines output, OutputLines errors) {
        this.process = process;
        this.port = port;
        this.begun = begun;
        this.output = output;
        this.errors = errors;
        // Not left behind by a test run that is stopped.
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Describes a process that runs a function.
     *
     * @param classpath as {@code --classpath} takes it
     * @param target the function's class
     */
    public static Builder of(String classpath, String target) {
        return new Builder(classpath, target);
    }

    /**
     * Describes a process that runs a function from its deployable folder, as the cloud's build does: the one jar at its
     * top is the class path.
     *
     * @throws IllegalArgumentException unless there is exactly one
     */
    public static Builder ofDeployable(Path folder, String target) {
        try (Stream<Path> top = Files.list(folder)) {
            List<Path> jars =
                    top.filter(path -> path.toString().endsWith(".jar")).toList();
            if (jars.size() != 1) {
                throw new IllegalArgumentException(folder + " must hold one jar at its top, not " + jars.size());
            }
            return of(jars.get(0).toString(), target);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(folder + " is no folder; build the function first", unreadable);
        }
    }

    /** The framework's jar, with its API; the same file each time. */
    public static Path invokerJar() {
        return InvokerJar.path();
    }

    public int port() {
        return port;
    }

    /** The address of a path of the function. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Standard output: the function's log events. */
    public OutputLines output() {
        return output;
    }

    /** Standard error: the framework's own lines. */
    public OutputLines errors() {
        return errors;
    }

    /** When the process was started, by {@link System#nanoTime()}. */
    public long begunNanos() {
        return begun;
    }

    /** Processor time so far, which varies less than wall time on a shared machine. Zero if unknown. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as the cloud ends an instance that it no longer needs: SIGTERM, so that its shutdown hooks run. */
    public void terminate() {
        // Process.destroy would close the streams before their last lines.
        process.toHandle().destroy();
        output.awaitEnd(DEATH);
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // Then the hook does what is left to do.
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    private void awaitListening(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!accepts()) {
            if (!process.isAlive()) {
                output.awaitEnd(DEATH);
                errors.awaitEnd(DEATH);
                throw failed("The functions framework ended with exit code " + process.exitValue() + ":");
            }
            if (System.nanoTime() > end) {
                close();
                throw failed("The functions framework did not listen within " + deadline + ":");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private InvokerFailedException failed(String what) {
        List<String> lines = new ArrayList<>(output.all());
        lines.addAll(errors.all());
        return new InvokerFailedException(what, lines);
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Builder of a process. */
    public static final class Builder {
        private final String classpath;
        private final String target;
        private final Map<String, String> environment = new TreeMap<>();
        private Duration deadline = Duration.ofSeconds(60);
        private Consumer<String> listener = line -> {};

        private Builder(String classpath, String target) {
            this.classpath = Objects.requireNonNull(classpath, "classpath");
            this.target = Objects.requireNonNull(target, "target");
        }

        /** Sets a variable of the process's environment, which is empty otherwise but for PATH and HOME. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Has the framework deliver CloudEvents and Pub/Sub messages instead of HTTP requests. */
        public Builder takingEvents() {
            return environment("FUNCTION_SIGNATURE_TYPE", "cloudevent");
        }

        /** Sets the longest time until it listens; one minute by default. */
        public Builder deadline(Duration longest) {
            this.deadline = longest;
            return this;
        }

        /** Shows every line of standard output to {@code consumer}, which must not block. */
        public Builder onOutput(Consumer<String> consumer) {
            this.listener = consumer;
            return this;
        }

        /**
         * Starts it and waits until it listens.
         *
         * @throws InvokerFailedException if it ends before that, or the deadline passes
         */
        public InvokerProcess start() {
            try {
                int port = FreePort.next();
                List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // A log line that the catalog does not declare fails the request then, instead of being
                        // counted.
                        "-ea:io.truename..."));
                command.addAll(ownEconomies());
                command.addAll(List.of(
                        "-jar",
                        InvokerJar.path().toString(),
                        "--classpath",
                        classpath,
                        "--target",
                        target,
                        "--port",
                        String.valueOf(port)));
                ProcessBuilder builder = new ProcessBuilder(command);
                Map<String, String> variables = builder.environment();
                variables.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
                variables.putAll(environment);
                long begun = System.nanoTime();
                Process process = builder.start();
                OutputLines output = new OutputLines(listener);
                OutputLines errors = new OutputLines(line -> {});
                output.readFrom(process.getInputStream(), "invoker-output-" + port);
                errors.readFrom(process.getErrorStream(), "invoker-errors-" + port);
                InvokerProcess started = new InvokerProcess(process, port, begun, output, errors);
                started.awaitListening(deadline);
                return started;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        /** A function of a short test is as short-lived as the test's own JVM; benchmarks keep compiler and collector. */
        private static List<String> ownEconomies() {
            return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument ->
                            argument.startsWith("-XX:TieredStopAtLevel=") || argument.equals("-XX:+UseSerialGC"))
                    .toList();
        }
    }

    /** The invoker's jar, copied out of the test kit once for each JVM. */
    private static final class InvokerJar {
        private static final Path PATH = copy();

        static Path path() {
            return PATH;
        }

        private static Path copy() {
            try (InputStream jar = Objects.requireNonNull(
                    InvokerProcess.class.getResourceAsStream("/runtime/java-function-invoker.jar"),
                    "the test kit was built without its invoker")) {
                Path copy = Files.createTempFile("java-function-invoker", ".jar");
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                File file = copy.toFile();
                file.deleteOnExit();
                return copy;
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
