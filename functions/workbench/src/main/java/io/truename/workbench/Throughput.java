// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import io.truename.testkit.RawResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code throughput [--rounds N] [--seconds N] [--connections N] [--items N] [--deploy DIR]}: requests per second of
 * {@code POST /ids} against a function that parses the same body with Jackson and writes it back; in turns, over loopback.
 */
final class Throughput implements Command {
    private static final double BUDGET = 0.80;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String summary() {
        return "POST /ids per second, against a function that parses and echoes the body; --rounds N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options =
                CommandOptions.of(arguments, Set.of("--rounds", "--seconds", "--connections", "--items", "--deploy"));
        int rounds = options.number("--rounds", 8);
        int seconds = options.number("--seconds", 3);
        int connections = options.number("--connections", 2);
        byte[] request = SampleBatch.request(options.number("--items", 1_000));
        List<Double> ratios = new ArrayList<>();
        List<Double> vanilla = new ArrayList<>();
        List<Double> generate = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(connections);
        try (InvokerProcess echo = VanillaProcess.echo();
                InvokerProcess ids = GenerateProcess.start(options.deployable())) {
            // The first two rounds warm both up.
            for (int round = -1; round <= rounds; round++) {
                double one = perSecond(callers, echo.port(), request, seconds, connections);
                double other = perSecond(callers, ids.port(), request, seconds, connections);
                if (round > 0) {
                    vanilla.add(one);
                    generate.add(other);
                    ratios.add(other / one);
                    err.printf(
                            "round %d: vanilla %.1f/s, generate %.1f/s, ratio %.2f%n", round, one, other, other / one);
                }
            }
        } finally {
            callers.shutdownNow();
        }
        double ratio = Median.of(ratios);
        out.printf(
                "throughput, medians of %d rounds: vanilla %.1f/s, generate %.1f/s, ratio %.2f (budget: at least %.2f)%n",
                rounds, Median.of(vanilla), Median.of(generate), ratio, BUDGET);
        return ratio >= BUDGET ? 0 : 1;
    }

    private static double perSecond(ExecutorService callers, int port, byte[] request, int seconds, int connections) {
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(seconds).toNanos();
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> call(port, request, end), callers));
        }
        int answered = calls.stream().mapToInt(CompletableFuture::join).sum();
        return answered / ((System.nanoTime() - begun) / 1e9);
    }

    private static int call(int port, byte[] request, long end) {
        int answered = 0;
        try (RawConnection connection = new RawConnection(port, PATIENCE)) {
            while (System.nanoTime() < end) {
                connection.send(request);
                RawResponse response = connection.read(false);
                if (response.status() != 200) {
                    throw new IllegalStateException("A function answered " + response.head());
                }
                answered++;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return answered;
    }
}
