// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.FunctionSpec;
import io.truename.local.log.LogBook;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A function of the catalog and its instance, if it has one: started by the first request, or again after it was killed. */
final class HostedFunction {
    private final FunctionSpec spec;
    private final FunctionFiles files;
    private final FunctionInstance.LoaderRegistry registry;
    private final LogBook log;
    private final LatencyWindow latencies = new LatencyWindow();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private @Nullable FunctionInstance instance;
    private volatile FunctionStatus.State state = FunctionStatus.State.IDLE;
    private volatile String detail = "";

    HostedFunction(FunctionSpec spec, FunctionFiles files, FunctionInstance.LoaderRegistry registry, LogBook log) {
        this.spec = spec;
        this.files = files;
        this.registry = registry;
        this.log = log;
    }

    FunctionSpec spec() {
        return spec;
    }

    /** The port of a running instance; starts one if there is none. Callers that come meanwhile wait for the same start. */
    synchronized int requirePort() throws FunctionStartException {
        if (instance == null) {
            instance = start();
        }
        return instance.port();
    }

    private FunctionInstance start() throws FunctionStartException {
        state = FunctionStatus.State.STARTING;
        long begun = System.nanoTime();
        try {
            FunctionInstance started = FunctionInstance.start(
                    files.invoker(),
                    files.deployable(spec),
                    files.environment(spec, Map.of("GOOGLE_CLOUD_PROJECT", FunctionHost.PROJECT)),
                    spec.entryPoint(),
                    registry);
            state = FunctionStatus.State.RUNNING;
            detail = "Cold start took " + Math.round((System.nanoTime() - begun) / 1e6) + " ms.";
            log.add(spec.name(), "INFO", "Instance started.");
            return started;
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError failed) {
            state = FunctionStatus.State.FAILED;
            detail = "Did not start: " + reason(failed);
            log.add(spec.name(), "ERROR", detail);
            throw new FunctionStartException(spec.name() + " did not start: " + reason(failed), failed);
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
        end(FunctionStatus.State.KILLED, "Killed on request; the next request starts it again.");
    }

    void stop() {
        end(FunctionStatus.State.IDLE, "");
    }

    private synchronized void end(FunctionStatus.State after, String why) {
        FunctionInstance running = instance;
        instance = null;
        if (running == null) {
            return;
        }
        state = after;
        detail = why;
        try {
            running.close();
        } catch (IOException | ReflectiveOperationException unclean) {
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
