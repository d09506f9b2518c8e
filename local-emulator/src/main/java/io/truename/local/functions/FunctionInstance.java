// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Instance of a function, with a count of its open requests. After a request has exceeded the time limit, the instance takes
 * no new ones and ends with its last open request, when the cloud would take its CPU away. Thread-safe.
 */
public final class FunctionInstance {
    /** Time that a request with a broken connection waits for its process to be reported as ended. */
    private static final int NEWS_MILLIS = 2000;

    private final Revision revision;
    private final FunctionProcess process;
    private final int port;
    private final CompletableFuture<Optional<String>> memoryExcess = new CompletableFuture<>();
    private final Consumer<Duration> worked;
    private int requests;
    private long busySince;
    private boolean retired;
    private Duration processorTime;
    private long measuredAt = System.nanoTime();

    /**
     * Takes a process that is ready.
     *
     * @param worked told the time of each stretch with open requests, when it ends
     */
    FunctionInstance(Revision revision, FunctionProcess process, int port, Consumer<Duration> worked) {
        this.revision = revision;
        this.process = process;
        this.port = port;
        this.worked = worked;
        // The start's own time is none of the first minute's.
        this.processorTime = process.processorTime();
    }

    /** Returns the loopback port of the function's HTTP server. */
    public int port() {
        return port;
    }

    /** Returns the share of one processor that the process has used since the last call; for one caller. */
    double processorShare() {
        long now = System.nanoTime();
        Duration used = process.processorTime();
        double share = (double) used.minus(processorTime).toNanos() / Math.max(1, now - measuredAt);
        processorTime = used;
        measuredAt = now;
        return Math.max(0, share);
    }

    /** Counts a new request. Returns false if the instance takes no more. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        if (requests++ == 0) {
            busySince = System.nanoTime();
        }
        return true;
    }

    /** Counts the end of a request, successful or not. */
    public synchronized void leave() {
        if (--requests == 0) {
            worked.accept(Duration.ofNanos(System.nanoTime() - busySince));
        }
        endIfIdle();
    }

    /** Whether it works on a request. */
    synchronized boolean isBusy() {
        return requests > 0;
    }

    /** Refuses new requests, and ends the instance with its last open request. */
    synchronized void retire() {
        retired = true;
        endIfIdle();
    }

    private void endIfIdle() {
        if (retired && requests == 0) {
            process.kill();
        }
    }

    /** Ends the instance with its open requests, but lets it print its last lines. */
    void stop() {
        synchronized (this) {
            retired = true;
        }
        process.stop();
    }

    /** Ends the instance at once, with its open requests. */
    synchronized void kill() {
        retired = true;
        process.kill();
    }

    /** Records that the process has ended; {@code excess} is a sentence if it exceeded its memory, otherwise null. */
    synchronized void ended(@Nullable String excess) {
        retired = true;
        memoryExcess.complete(Optional.ofNullable(excess));
    }

    Revision revision() {
        return revision;
    }

    FunctionProcess process() {
        return process;
    }

    /**
     * Completes with a sentence if the instance exceeded its memory; empty if it did not, or still runs after 2 seconds. For
     * requests whose connection broke.
     */
    public CompletableFuture<Optional<String>> memoryExcess() {
        return memoryExcess.copy().completeOnTimeout(Optional.empty(), NEWS_MILLIS, TimeUnit.MILLISECONDS);
    }
}
