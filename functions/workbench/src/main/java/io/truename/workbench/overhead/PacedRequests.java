// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests as a client sends them at a rate: pairs of processes of the functions framework, of which one writes lines and one does not,
 * called in turns. There are several pairs, because a process differs from the next by what its JVM has compiled.
 */
public final class PacedRequests {
    /** Pairs of processes. */
    public static final int PAIRS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM = 2_000;

    /** Requests at the rate before the measured ones, so that the first second's lines are no part of them. */
    private static final int PACED = 300;

    /** Requests of a block: a disturbance of a request disturbs its neighbours too. */
    private static final int BLOCK = 100;

    /** Seconds from one sampled trace to the next: Cloud Run samples at most 0.1 requests a second of an instance. */
    private static final int SECONDS_OF_A_SAMPLE = 10;

    private final Path folder;
    private final String entryPoint;
    private final byte[] request;
    private final byte[] sampled;
    private final int requestsOfASample;
    private final double nanosBetween;
    private final Random random = new Random(7);
    private final PairedP99 times = new PairedP99();
    private double processor;
    private int sent;
    private int lines;
    private long bytes;

    private PacedRequests(Path folder, String entryPoint, byte[] request, byte[] sampled, double requestsASecond) {
        this.folder = folder;
        this.entryPoint = entryPoint;
        this.request = request;
        this.sampled = sampled;
        this.requestsOfASample = (int) Math.ceil(requestsASecond * SECONDS_OF_A_SAMPLE);
        // Each pair's processes take turns, so that neither has to wait for the other.
        this.nanosBetween = 1e9 / requestsASecond / 2;
    }

    /**
     * Sends requests to each way of {@value #PAIRS} pairs, in the middle of a stream of them.
     *
     * @param request as it goes over the wire
     * @param sampled the same, of a sampled trace
     * @param warm number of requests that go before at full speed
     * @param requests of each way, of all pairs; rounded up to whole blocks of each pair
     */
    public static Result measure(
            Path folder,
            String entryPoint,
            byte[] request,
            byte[] sampled,
            int warm,
            int requests,
            double requestsASecond)
            throws IOException {
        PacedRequests paced = new PacedRequests(folder, entryPoint, request, sampled, requestsASecond);
        int blocks = (requests - 1) / (PAIRS * BLOCK) + 1;
        for (int pair = 0; pair < PAIRS; pair++) {
            paced.pair(Math.min(WARM, warm), blocks, pair % 2 == 0);
        }
        int measured = PAIRS * blocks * BLOCK;
        return new Result(
                paced.processor / PAIRS,
                measured,
                paced.lines * 1_000.0 / measured,
                paced.bytes * 1_000.0 / measured,
                paced.times.compare(new Random(7)));
    }

    private void pair(int warm, int blocks, boolean loggingFirst) throws IOException {
        try (InvokerProcess earlier = start(loggingFirst);
                InvokerProcess later = start(!loggingFirst)) {
            InvokerProcess logging = loggingFirst ? earlier : later;
            InvokerProcess silent = loggingFirst ? later : earlier;
            try (RawConnection one = new RawConnection(logging.port(), PATIENCE);
                    RawConnection other = new RawConnection(silent.port(), PATIENCE)) {
                for (int i = 0; i < warm; i++) {
                    micros(one, request);
                    micros(other, request);
                }
                Duration before = silent.processorTime();
                for (int i = 0; i < warm; i++) {
                    micros(other, request);
                }
                processor += silent.processorTime().minus(before).toNanos() / 1e3 / warm;
                // As many to the other process, so that both are as compiled.
                for (int i = 0; i < warm; i++) {
                    micros(one, request);
                }
                paced(one, other, PACED, System.nanoTime());
                int earlierLines = logging.output().all().size();
                times.newPair();
                long begun = System.nanoTime();
                for (int block = 0; block < blocks; block++) {
                    double[][] both = paced(one, other, BLOCK, begun + (long) (2L * block * BLOCK * nanosBetween));
                    times.add(both[0], both[1]);
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                List<String> written = new ArrayList<>(logging.output().all());
                count(written.subList(earlierLines, written.size()));
            }
        }
    }

    private InvokerProcess start(boolean lines) {
        return InvokerProcess.ofDeployable(folder, entryPoint)
                .environment("JAVA_TOOL_OPTIONS", "-Dtruename.request-lines=" + (lines ? "on" : "off"))
                .start();
    }

    /** Microseconds of requests to one connection and to the other, which take turns in a random order. */
    private double[][] paced(RawConnection one, RawConnection other, int requests, long begun) throws IOException {
        double[] ofOne = new double[requests];
        double[] ofOther = new double[requests];
        for (int i = 0; i < requests; i++) {
            byte[] next = ++sent % requestsOfASample == 0 ? sampled : request;
            boolean oneFirst = random.nextBoolean();
            for (int turn = 0; turn < 2; turn++) {
                await(begun + (long) ((2L * i + turn) * nanosBetween));
                if (oneFirst == (turn == 0)) {
                    ofOne[i] = micros(one, next);
                } else {
                    ofOther[i] = micros(other, next);
                }
            }
        }
        return new double[][] {ofOne, ofOther};
    }

    private static void await(long due) {
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
    }

    private static double micros(RawConnection connection, byte[] sent) throws IOException {
        long begun = System.nanoTime();
        connection.send(sent);
        if (connection.read(false).status() != 200) {
            throw new IllegalStateException("The function refused a request");
        }
        return (System.nanoTime() - begun) / 1e3;
    }

    private void count(List<String> written) {
        lines += written.size();
        for (String line : written) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        }
    }

    /**
     * Figures of the requests; times in microseconds.
     *
     * @param processor time of a whole request without a line, at full speed, with the web server and without the client
     * @param requests of each way
     * @param lines that were written for 1,000 of them
     * @param bytes of these
     * @param p99 as the client sees it, with lines and without
     */
    public record Result(double processor, int requests, double lines, double bytes, PairedP99.Comparison p99) {}
}
