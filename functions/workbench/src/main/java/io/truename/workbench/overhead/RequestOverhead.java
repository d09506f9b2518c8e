// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Processor time of the log line of a request: one function in this process, called in turns with its line and without by one thread. A
 * line is left out more often the faster requests come, so there are two measurements: of a request whose line is nearly always left
 * out, and of one whose trace is sampled and whose line is therefore always written. {@link PacedRequests} tells how often each happens.
 */
public final class RequestOverhead {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LoadedFunction function;
    private final String path;
    private final byte[] body;
    private final Random random = new Random(7);

    /**
     * Loads the function in a deployable folder.
     *
     * @param api jar with the functions framework's API
     */
    public RequestOverhead(Path api, Path folder, String entryPoint, String path, byte[] body)
            throws InterruptedException {
        // Output of a function that starts is no result.
        try (PipedLines starting = new PipedLines()) {
            this.function = new LoadedFunction(api, folder, entryPoint);
        }
        this.path = path;
        this.body = body;
    }

    /**
     * Measures processor time. Each round calls it both ways, the one first that was second before.
     *
     * @param rounds besides a third as many that warm up
     * @param requests of each round and way
     * @param sampled whether the trace is sampled
     */
    public Processor processor(int rounds, int requests, boolean sampled) throws InterruptedException {
        List<Double> differences = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (PipedLines output = new PipedLines()) {
            for (int round = -rounds / 3; round < rounds; round++) {
                boolean first = round % 2 == 0;
                double one = first ? micros(true, requests, sampled) : 0;
                double other = micros(false, requests, sampled);
                one = first ? one : micros(true, requests, sampled);
                if (round >= 0) {
                    differences.add(one - other);
                    without.add(other);
                }
            }
            if (output.lines() == 0) {
                throw new IllegalStateException("The function wrote no line");
            }
        }
        double[] sorted = sorted(differences);
        double error = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / Math.sqrt(sorted.length);
        return new Processor(quantile(sorted, 0.5), error, quantile(sorted(without), 0.5));
    }

    private double micros(boolean lines, int requests, boolean sampled) {
        function.lines(lines);
        List<LoadedFunction.Call> calls = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            calls.add(function.post(path, body, trace(sampled)));
        }
        long begun = THREADS.getCurrentThreadCpuTime();
        calls.forEach(RequestOverhead::send);
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e3 / requests;
    }

    private String trace(boolean sampled) {
        return String.format("00-%016x%016x-%016x-0%d", random.nextLong(), random.nextLong(), 1L, sampled ? 1 : 0);
    }

    private static void send(LoadedFunction.Call call) {
        int status = call.send();
        if (status != 200) {
            throw new IllegalStateException("The function answered " + status);
        }
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /**
     * Processor time, in microseconds.
     *
     * @param line median over rounds of the difference that the line makes for a request
     * @param error distance of the quartiles by the square root of the number of rounds
     * @param request the function's own code without a line, without the web server
     */
    public record Processor(double line, double error, double request) {}
}
