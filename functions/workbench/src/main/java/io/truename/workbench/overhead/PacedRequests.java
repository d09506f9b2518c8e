// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests as a client sends them: two processes of the functions framework, one that writes lines and one that does not, called in turns
 * at a rate.
 */
public final class PacedRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 1_000;
    private static final int WARM = 2_000;

    /** Requests at the rate before the measured ones, so that the first second's lines are no part of them. */
    private static final int PACED = 300;

    private PacedRequests() {}

    /**
     * Sends 1,000 requests to each, in the middle of a stream of them.
     *
     * @param request as it goes over the wire
     * @param warm number of requests that go before at full speed
     */
    public static Result measure(Path folder, String entryPoint, byte[] request, int warm, double requestsASecond)
            throws IOException {
        try (InvokerProcess logging = start(folder, entryPoint, "on");
                InvokerProcess silent = start(folder, entryPoint, "off");
                RawConnection one = new RawConnection(logging.port(), PATIENCE);
                RawConnection other = new RawConnection(silent.port(), PATIENCE)) {
            int fast = Math.min(WARM, warm);
            for (int i = 0; i < fast; i++) {
                micros(one, request);
                micros(other, request);
            }
            Duration before = silent.processorTime();
            for (int i = 0; i < fast; i++) {
                micros(other, request);
            }
            double processor = silent.processorTime().minus(before).toNanos() / 1e3 / fast;
            int lines = 0;
            double[] withLines = new double[REQUESTS];
            double[] without = new double[REQUESTS];
            long begun = System.nanoTime();
            for (int i = -PACED; i < REQUESTS; i++) {
                if (i == 0) {
                    lines = logging.output().all().size();
                }
                long due = begun + (long) ((i + PACED) / requestsASecond * 1e9);
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                boolean first = i % 2 == 0;
                double earlier = first ? 0 : micros(other, request);
                double logged = micros(one, request);
                double silently = first ? micros(other, request) : earlier;
                if (i >= 0) {
                    withLines[i] = logged;
                    without[i] = silently;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            List<String> written = logging.output().all();
            List<String> paced = written.subList(lines, written.size());
            long bytes = paced.stream()
                    .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1L)
                    .sum();
            return new Result(processor, paced.size(), bytes, quantile(withLines), quantile(without));
        }
    }

    private static InvokerProcess start(Path folder, String entryPoint, String lines) {
        return InvokerProcess.ofDeployable(folder, entryPoint)
                .environment("JAVA_TOOL_OPTIONS", "-Dtruename.request-lines=" + lines)
                .start();
    }

    private static double micros(RawConnection connection, byte[] request) throws IOException {
        long begun = System.nanoTime();
        connection.send(request);
        if (connection.read(false).status() != 200) {
            throw new IllegalStateException("The function refused a request");
        }
        return (System.nanoTime() - begun) / 1e3;
    }

    private static double quantile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * 99 / 100];
    }

    /**
     * Figures of 1,000 requests; times in microseconds.
     *
     * @param processor time of a whole request without a line, at full speed, with the web server and without the client
     * @param lines that were written
     * @param bytes of them
     * @param p99WithLines as the client sees it
     * @param p99Without the same
     */
    public record Result(double processor, int lines, long bytes, double p99WithLines, double p99Without) {}
}
