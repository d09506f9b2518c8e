// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a function and the requests in it. After a request has run into the time limit, the instance takes no new
 * ones and ends with the last it has: that is when the cloud takes its CPU away. Thread-safe.
 */
public final class FunctionInstance {
    /** How long a broken connection waits for the news that its process has ended. */
    private static final int NEWS_MILLIS = 2000;

    private final FunctionProcess process;
    private final int port;
    private final CompletableFuture<Optional<String>> memoryExcess = new CompletableFuture<>();
    private int requests;
    private boolean retired;

    FunctionInstance(FunctionProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The loopback port where it answers. */
    public int port() {
        return port;
    }

    /** Takes a request in, unless the instance takes no more. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        requests++;
        return true;
    }

    /** Notes that a request that was taken in has been answered, in whatever way. */
    public synchronized void leave() {
        requests--;
        endIfIdle();
    }

    /** Takes no more requests, and ends with the last. */
    synchronized void retire() {
        retired = true;
        endIfIdle();
    }

    private void endIfIdle() {
        if (retired && requests == 0) {
            process.kill();
        }
    }

    /** Ends at once, with the requests in it. */
    synchronized void kill() {
        retired = true;
        process.kill();
    }

    /** Notes that the process has ended, and whether it was for its memory: then with the sentence that says so. */
    synchronized void ended(@Nullable String excess) {
        retired = true;
        memoryExcess.complete(Optional.ofNullable(excess));
    }

    FunctionProcess process() {
        return process;
    }

    /**
     * Tells a request whose connection broke whether the instance had exceeded its memory, as a sentence; empty when it had
     * not, or still runs.
     */
    public CompletableFuture<Optional<String>> memoryExcess() {
        return memoryExcess.copy().completeOnTimeout(Optional.empty(), NEWS_MILLIS, TimeUnit.MILLISECONDS);
    }
}
