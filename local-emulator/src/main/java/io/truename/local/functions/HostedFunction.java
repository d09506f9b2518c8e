// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.FunctionSpec;
import io.truename.local.log.LogBuffer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Function of the catalog with its instance, if one runs. The first request starts an instance, and so does the next request
 * after an instance was killed, ran out of memory or exceeded the time limit. Long, because each way to end an instance has a method.
 */
final class HostedFunction {
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final String STARTS_AGAIN = " The next request starts another.";

    private final FunctionSpec spec;
    private final FunctionFiles files;
    private final Supplier<Map<String, String>> platform;
    private final LogBuffer log;
    private final FunctionObserver observer;
    private final LatencyWindow latencies = new LatencyWindow();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong timeouts = new AtomicLong();
    private final AtomicLong memoryExcesses = new AtomicLong();

    /** All that run: the one for new requests, and those that finish their last ones. */
    private final Set<FunctionInstance> instances = ConcurrentHashMap.newKeySet();

    private final Random random;

    /** The deployment that runs. */
    private volatile Deployment deployed;

    private volatile int memoryMiB;

    private @Nullable CompletableFuture<FunctionInstance> instance;
    private volatile FunctionStatus.State state = FunctionStatus.State.IDLE;
    private volatile String detail = "";
    private volatile double processor;
    private volatile long usedMiB;

    HostedFunction(
            FunctionSpec spec,
            FunctionFiles files,
            Supplier<Map<String, String>> platform,
            LogBuffer log,
            FunctionObserver observer,
            Random random) {
        this.spec = spec;
        this.random = random;
        this.deployed = new Deployment(1, Revision.of(spec.name(), 1, random), Map.of());
        this.memoryMiB = spec.memoryMiB();
        this.files = files;
        this.platform = platform;
        this.log = log;
        this.observer = observer;
    }

    /**
     * Deployment of the function.
     *
     * @param variables of its environment, which come before those of the catalog
     */
    private record Deployment(int number, Revision revision, Map<String, String> variables) {}

    FunctionSpec spec() {
        return spec;
    }

    /**
     * Assigns a request to the instance; starts an instance if there is none. Concurrent callers share the same start. Fails
     * with a {@link FunctionStartException} if the instance does not start; the next call tries again.
     */
    CompletableFuture<FunctionInstance> enter() {
        // An instance is dropped before it is retired, so after a refusal the next call gets another instance.
        return running().thenCompose(running -> running.enter() ? CompletableFuture.completedFuture(running) : enter());
    }

    private synchronized CompletableFuture<FunctionInstance> running() {
        CompletableFuture<FunctionInstance> wanted = instance;
        if (wanted == null) {
            wanted = new CompletableFuture<>();
            instance = wanted;
            state = FunctionStatus.State.STARTING;
            CompletableFuture<FunctionInstance> starting = wanted;
            Thread starter = new Thread(() -> start(starting), spec.name() + "-start");
            starter.setDaemon(true);
            starter.start();
        }
        return wanted;
    }

    private void start(CompletableFuture<FunctionInstance> starting) {
        long begun = System.nanoTime();
        try {
            FunctionInstance started = launch();
            Duration startup = Duration.ofNanos(System.nanoTime() - begun);
            instances.add(started);
            log.add(spec.name(), "INFO", "Instance started.");
            observer.started(started.revision(), startup);
            became(
                    FunctionStatus.State.RUNNING,
                    String.format(Locale.ROOT, "Cold start took %.1f s.", startup.toMillis() / 1000.0),
                    starting,
                    starting);
            starting.complete(started);
            var unused = started.process().exit().thenAccept(code -> exited(starting, started, code));
        } catch (IOException | RuntimeException failed) {
            String sentence = "Did not start: " + failed.getMessage();
            log.add(spec.name(), "ERROR", sentence);
            became(FunctionStatus.State.FAILED, sentence, starting, null);
            starting.completeExceptionally(
                    new FunctionStartException(spec.name() + " did not start: " + failed.getMessage(), failed));
        }
    }

    private FunctionInstance launch() throws IOException {
        Deployment starting = deployed;
        Revision revision = starting.revision();
        FunctionProcess process =
                FunctionProcess.start(spec, memoryMiB, files, environment(starting), line -> printed(revision, line));
        try {
            return new FunctionInstance(
                    revision,
                    process,
                    process.port().get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS),
                    time -> observer.worked(revision, time));
        } catch (ExecutionException failed) {
            process.kill();
            throw failed.getCause() instanceof IOException reason ? reason : new IOException(failed.getCause());
        } catch (TimeoutException slow) {
            process.kill();
            throw new IOException("it did not listen within " + LONGEST_START.toSeconds() + " seconds", slow);
        } catch (InterruptedException hurried) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new IOException("its start was interrupted", hurried);
        }
    }

    private void printed(Revision revision, String line) {
        log.addRaw(spec.name(), line);
        observer.printed(revision, line);
    }

    private Map<String, String> environment(Deployment deployment) {
        Map<String, String> environment = new HashMap<>(platform.get());
        environment.putAll(spec.environment());
        environment.putAll(deployment.variables());
        environment.put("K_REVISION", deployment.revision().name());
        environment.put("GOOGLE_CLOUD_PROJECT", FunctionHost.PROJECT);
        return environment;
    }

    /** Sets the state, unless the known instance has been replaced meanwhile. */
    private synchronized void became(
            FunctionStatus.State after,
            String why,
            CompletableFuture<FunctionInstance> known,
            @Nullable CompletableFuture<FunctionInstance> next) {
        if (instance == known) {
            instance = next;
            state = after;
            detail = why;
        }
    }

    private void exited(CompletableFuture<FunctionInstance> known, FunctionInstance ended, int code) {
        instances.remove(ended);
        @Nullable String excess = null;
        if (code == FunctionProcess.OUT_OF_MEMORY) {
            excess = "Memory limit of " + memoryMiB + " MiB exceeded: the heap, 70 % of it as in the cloud, is full.";
            tellExcess(known, excess);
        }
        String sentence = "The instance ended by itself, with exit code " + code + ".";
        boolean unexpected;
        synchronized (this) {
            unexpected = instance == known;
            became(FunctionStatus.State.ENDED, sentence + STARTS_AGAIN, known, null);
        }
        if (unexpected) {
            log.add(spec.name(), "ERROR", sentence);
        }
        ended.ended(excess);
    }

    /** Ends the instance if it uses more memory than the catalog gives it. */
    void checkMemory() {
        CompletableFuture<FunctionInstance> known;
        synchronized (this) {
            known = instance;
        }
        if (known == null || !known.isDone() || known.isCompletedExceptionally()) {
            usedMiB = 0;
            processor = 0;
            return;
        }
        FunctionInstance running = known.join();
        usedMiB = ProcessMemory.residentMiB(running.process().pid());
        processor = running.processorShare();
        observer.used(running.revision(), (double) usedMiB / memoryMiB, processor);
        if (usedMiB > memoryMiB) {
            String excess = "Memory limit of " + memoryMiB + " MiB exceeded with " + usedMiB + " MiB used.";
            tellExcess(known, excess);
            running.ended(excess);
            running.kill();
        }
    }

    private void tellExcess(CompletableFuture<FunctionInstance> known, String excess) {
        memoryExcesses.incrementAndGet();
        log.add(spec.name(), "ERROR", excess + " Raise memoryMiB in the catalog, or make the function need less.");
        became(FunctionStatus.State.ENDED, excess + STARTS_AGAIN, known, null);
    }

    /** Records that a request has exceeded the time limit. Its work is abandoned, as in the cloud. */
    void timedOut(FunctionInstance late) {
        timeouts.incrementAndGet();
        String sentence = "A request reached the time limit of "
                + spec.timeout().toSeconds() + " seconds and was answered with 504.";
        log.add(
                spec.name(),
                "ERROR",
                sentence + " Raise timeoutSeconds in the catalog, or make the function do less at a time.");
        CompletableFuture<FunctionInstance> known;
        synchronized (this) {
            known = instance;
        }
        if (known != null && known.isDone() && !known.isCompletedExceptionally() && known.join() == late) {
            became(FunctionStatus.State.ENDED, sentence + STARTS_AGAIN, known, null);
        }
        late.retire();
    }

    /** Deploys a revision: the next request starts it, and the instance before it ends after its last one. */
    synchronized void deploy(Map<String, String> variables, OptionalInt memory) {
        int number = deployed.number() + 1;
        deployed = new Deployment(number, Revision.of(spec.name(), number, random), Map.copyOf(variables));
        memoryMiB = memory.orElse(spec.memoryMiB());
        var unused = end(
                FunctionStatus.State.IDLE,
                "A revision was deployed; the next request starts it.",
                FunctionInstance::retire);
    }

    /** Kills the running instance with its open requests; the next request starts another. */
    void kill() {
        var unused = end(
                FunctionStatus.State.KILLED,
                "Killed on request; the next request starts it again.",
                FunctionInstance::kill);
    }

    /** Ends the instance; waits up to 10 seconds for one that is still starting. */
    void stop() {
        CompletableFuture<Void> ended = end(FunctionStatus.State.IDLE, "", FunctionInstance::stop);
        try {
            ended.get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stillStarting) {
            // The function's process ends with this process.
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CompletableFuture<Void> end(
            FunctionStatus.State after, String why, Consumer<FunctionInstance> ending) {
        CompletableFuture<FunctionInstance> running = instance;
        instance = null;
        if (running == null) {
            return CompletableFuture.completedFuture(null);
        }
        state = after;
        detail = why;
        return running.thenAccept(ending);
    }

    void answered(int status, long nanos) {
        requests.incrementAndGet();
        if (status >= 500) {
            failures.incrementAndGet();
        }
        latencies.add(nanos);
        observer.answered(deployed.revision(), status, Duration.ofNanos(nanos));
    }

    FunctionStatus status(String url) {
        return new FunctionStatus(
                spec.name(),
                deployed.revision().name(),
                url,
                state,
                instances.size(),
                (int) instances.stream().filter(FunctionInstance::isBusy).count(),
                requests.get(),
                failures.get(),
                timeouts.get(),
                memoryExcesses.get(),
                latencies.percentileMillis(0.5),
                latencies.percentileMillis(0.99),
                processor,
                usedMiB,
                memoryMiB,
                spec.timeout().toSeconds(),
                detail.isEmpty() ? spec.description() : detail);
    }

    FunctionStatus.State state() {
        return state;
    }
}
