// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.FunctionSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Operating-system process of one instance: a JVM with the heap size of the cloud's buildpack and only the catalog's
 * environment. Its output goes to the log line by line.
 */
final class FunctionProcess {
    /** Exit code of a JVM with a full heap, with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;
    /** Share of the memory that the buildpack gives to the heap. */
    private static final double HEAP_SHARE = 0.7;
    /** Memory below which a JVM in a container chooses the serial collector. */
    private static final int SERVER_CLASS_MIB = 1792;
    /** Variables inherited from the user's environment because programs need them. As in the cloud, there are no others. */
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TZ");

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private FunctionProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a function's process; {@link #port()} completes when it listens.
     *
     * @param lines receives each line that the function writes
     */
    static FunctionProcess start(
            FunctionSpec spec,
            int memoryMiB,
            FunctionFiles files,
            Map<String, String> environment,
            Consumer<String> lines)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.concat(options(memoryMiB).stream(), ownCompiler()),
                        Stream.of(
                                "-cp",
                                ownClasses(),
                                FunctionLauncher.class.getName(),
                                files.invoker().toString(),
                                files.deployable(spec).toString(),
                                spec.entryPoint()))
                .toList());
        builder.redirectErrorStream(true);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        FunctionProcess started = new FunctionProcess(builder.start());
        started.read(lines);
        return started;
    }

    private static List<String> options(int memoryMiB) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + Math.round(memoryMiB * HEAP_SHARE) + "m",
                memoryMiB < SERVER_CLASS_MIB ? "-XX:+UseSerialGC" : "-XX:+UseG1GC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    }

    /** A cloud that compiles no further than C1, as in tests that end before C2 pays off, hosts functions that do not either. */
    private static Stream<String> ownCompiler() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="));
    }

    /** Returns the class path of the launcher: this program's jar, or the classes of a build. */
    private static String ownClasses() {
        try {
            return Path.of(FunctionLauncher.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void read(Consumer<String> lines) throws IOException {
        // The function does not know the token, so its output cannot be mistaken for the launcher's report.
        String token = UUID.randomUUID().toString();
        process.getOutputStream().write((token + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        Thread reader = new Thread(
                () -> {
                    OutputLines.read(process.getInputStream(), line -> {
                        if (line.startsWith(token)) {
                            report(line.substring(token.length()));
                        } else {
                            lines.accept(line);
                        }
                    });
                    port.completeExceptionally(new IOException("its process ended before it listened"));
                },
                "function-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void report(String text) {
        if (text.startsWith(FunctionLauncher.READY)) {
            port.complete(Integer.valueOf(text.substring(FunctionLauncher.READY.length())));
        } else if (text.startsWith(FunctionLauncher.FAILED)) {
            port.completeExceptionally(new IOException(text.substring(FunctionLauncher.FAILED.length())));
        }
    }

    /** Completes with the loopback port, or fails with an {@link IOException} that says why the function did not start. */
    CompletableFuture<Integer> port() {
        return port;
    }

    /** Completes with the exit code when the process has ended. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Returns the processor time that the process has used; zero after its end and where the system does not tell. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long pid() {
        return process.pid();
    }

    /** Asks the process to end, as the cloud does with an idle instance; kills it if it takes longer than two seconds. */
    void stop() {
        process.destroy();
        try {
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Kills the process at once, as the cloud ends an instance: open requests are cut off. */
    void kill() {
        process.destroyForcibly();
    }
}
