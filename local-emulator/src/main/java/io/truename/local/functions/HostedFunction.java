// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.FunctionSpec;
import io.truename.local.log.LogBook;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A function of the catalog and its instance, if it has one: started by the first request, or again after it was killed. */
final class HostedFunction {
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final FunctionSpec spec;
    private final FunctionFiles files;
    private final Supplier<Map<String, String>> platform;
    private final FunctionInstance.LoaderRegistry registry;
    private final LogBook log;
    private final LatencyWindow latencies = new LatencyWindow();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private @Nullable CompletableFuture<FunctionInstance> instance;
    private volatile FunctionStatus.State state = FunctionStatus.State.IDLE;
    private volatile String detail = "";

    HostedFunction(
            FunctionSpec spec,
            FunctionFiles files,
            Supplier<Map<String, String>> platform,
            FunctionInstance.LoaderRegistry registry,
            LogBook log) {
        this.spec = spec;
        this.files = files;
        this.platform = platform;
        this.registry = registry;
        this.log = log;
    }

    FunctionSpec spec() {
        return spec;
    }

    /**
     * The port of a running instance; starts one if there is none. Callers that come meanwhile share the same start. Fails
     * with a {@link FunctionStartException}; the next call tries again.
     */
    synchronized CompletableFuture<Integer> port() {
        CompletableFuture<FunctionInstance> wanted = instance;
        if (wanted == null) {
            wanted = new CompletableFuture<>();
            instance = wanted;
            state = FunctionStatus.State.STARTING;
            CompletableFuture<FunctionInstance> starting = wanted;
            // On a thread that ends: what the function's libraries keep in its thread-locals would keep the class
            // loaders.
            Thread starter = new Thread(() -> start(starting), spec.name() + "-start");
            starter.setDaemon(true);
            starter.start();
        }
        return wanted.thenApply(FunctionInstance::port);
    }

    private void start(CompletableFuture<FunctionInstance> starting) {
        long begun = System.nanoTime();
        try {
            FunctionInstance started = FunctionInstance.start(
                    files.invoker(),
                    files.deployable(spec),
                    files.environment(spec, environment()),
                    spec.entryPoint(),
                    registry);
            log.add(spec.name(), "INFO", "Instance started.");
            became(
                    FunctionStatus.State.RUNNING,
                    "Cold start took " + Math.round((System.nanoTime() - begun) / 1e6) + " ms.",
                    starting,
                    starting);
            starting.complete(started);
        } catch (IOException | ReflectiveOperationException | RuntimeException | Error failed) {
            String sentence = "Did not start: " + reason(failed);
            log.add(spec.name(), "ERROR", sentence);
            became(FunctionStatus.State.FAILED, sentence, starting, null);
            starting.completeExceptionally(
                    new FunctionStartException(spec.name() + " did not start: " + reason(failed), failed));
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(platform.get());
        environment.put("GOOGLE_CLOUD_PROJECT", FunctionHost.PROJECT);
        return environment;
    }

    /** Unless the instance was killed meanwhile. */
    private synchronized void became(
            FunctionStatus.State after,
            String why,
            CompletableFuture<FunctionInstance> starting,
            @Nullable CompletableFuture<FunctionInstance> next) {
        if (instance == starting) {
            instance = next;
            state = after;
            detail = why;
        }
    }

    private static String reason(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null
                && (deepest instanceof InvocationTargetException
                        || deepest.getMessage() == null
                        || deepest.getCause() != deepest)) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    /** Cuts the running instance off, requests and all; the next request starts another. */
    void kill() {
        var unused = end(FunctionStatus.State.KILLED, "Killed on request; the next request starts it again.");
    }

    /** Ends the instance for good; one that is just starting is waited for, but not for ever. */
    void stop() {
        CompletableFuture<Void> ended = end(FunctionStatus.State.IDLE, "");
        try {
            ended.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stillStarting) {
            // Its threads do not keep the process.
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CompletableFuture<Void> end(FunctionStatus.State after, String why) {
        CompletableFuture<FunctionInstance> running = instance;
        instance = null;
        if (running == null) {
            return CompletableFuture.completedFuture(null);
        }
        state = after;
        detail = why;
        return running.thenAccept(this::close);
    }

    private void close(FunctionInstance running) {
        try {
            running.close();
        } catch (ReflectiveOperationException unclean) {
            log.add(spec.name(), "WARNING", "The instance did not end cleanly: " + reason(unclean));
        }
    }

    void answered(int status, long nanos) {
        requests.incrementAndGet();
        if (status >= 500) {
            failures.incrementAndGet();
        }
        latencies.add(nanos);
    }

    FunctionStatus status(String url) {
        return new FunctionStatus(
                spec.name(),
                url,
                state,
                requests.get(),
                failures.get(),
                latencies.percentileMillis(0.5),
                latencies.percentileMillis(0.99),
                detail.isEmpty() ? spec.description() : detail);
    }

    FunctionStatus.State state() {
        return state;
    }
}
