// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import io.truename.testkit.RawResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code cold-start [--runs N] [--deploy DIR]}: from the start of the process to the first 200 to a POST of one document, for
 * the least function there is and for generate in turns; the ratio of their medians.
 */
final class ColdStart implements Command {
    private static final double BUDGET = 2.0;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String summary() {
        return "time from start to first answer of generate, against a minimal function; --runs N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--runs", "--deploy"));
        int runs = options.number("--runs", 10);
        Path vanillaFolder = VanillaProcess.answerFolder();
        List<Start> vanilla = new ArrayList<>();
        List<Start> generate = new ArrayList<>();
        byte[] request = SampleBatch.request(1);
        // One of each that is not counted brings the files into memory.
        for (int run = 0; run <= runs; run++) {
            Start one = measure(() -> VanillaProcess.answer(vanillaFolder), request);
            Start other = measure(() -> GenerateProcess.start(options.deployable()), request);
            if (run > 0) {
                vanilla.add(one);
                generate.add(other);
                err.printf("run %d: vanilla %.0f ms, generate %.0f ms%n", run, one.millis(), other.millis());
            }
        }
        double ratio = median(generate, Start::millis) / median(vanilla, Start::millis);
        out.printf(
                "cold start, medians of %d: vanilla %.0f ms, generate %.0f ms, ratio %.2f (budget: at most %.2f)%n",
                runs, median(vanilla, Start::millis), median(generate, Start::millis), ratio, BUDGET);
        // Says what the clock would on a quieter machine.
        out.printf(
                "processor time: vanilla %.0f ms, generate %.0f ms, ratio %.2f%n",
                median(vanilla, Start::processorMillis),
                median(generate, Start::processorMillis),
                median(generate, Start::processorMillis) / median(vanilla, Start::processorMillis));
        return ratio <= BUDGET ? 0 : 1;
    }

    private record Start(double millis, double processorMillis) {}

    private static double median(List<Start> starts, Function<Start, Double> measure) {
        return Median.of(starts.stream().map(measure).toList());
    }

    private static Start measure(Supplier<InvokerProcess> start, byte[] request) {
        try (InvokerProcess process = start.get();
                RawConnection connection = new RawConnection(process.port(), PATIENCE)) {
            connection.send(request);
            RawResponse response = connection.read(false);
            double millis = (System.nanoTime() - process.begunNanos()) / 1e6;
            if (response.status() != 200) {
                throw new IllegalStateException("A function answered " + response.head());
            }
            return new Start(millis, process.processorTime().toMillis());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
