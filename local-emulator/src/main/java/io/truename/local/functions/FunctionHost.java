// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.Catalog;
import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.log.LogBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Host of the catalog's functions: runs each in its own process, with the time and memory limits of the catalog. */
public final class FunctionHost implements Component {
    /** Project id of everything in the local cloud. */
    public static final String PROJECT = "truename-local";

    private static final int WATCH_MILLIS = 500;

    private final Map<String, HostedFunction> functions = new LinkedHashMap<>();
    private final String baseUrl;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "function-memory");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Creates a host; no function is started yet.
     *
     * @param folder the folder for unpacked deployables
     * @param baseUrl the gateway's address, without a trailing slash
     * @param environments environment variables that the platform adds, by function name; read at each start of an
     *     instance, so the map may be filled while other components start
     */
    public FunctionHost(
            Catalog catalog,
            Path folder,
            String baseUrl,
            LogBuffer log,
            Map<String, Map<String, String>> environments,
            FunctionObserver observer) {
        this.baseUrl = baseUrl;
        FunctionFiles files = new FunctionFiles(folder);
        Random random = new SecureRandom();
        catalog.functions()
                .forEach((name, spec) -> functions.put(
                        name,
                        new HostedFunction(
                                spec, files, () -> environments.getOrDefault(name, Map.of()), log, observer, random)));
        var unused = watch.scheduleWithFixedDelay(this::checkMemory, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void checkMemory() {
        functions.values().forEach(HostedFunction::checkMemory);
    }

    /** Returns the names of all functions, in the catalog's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(functions.keySet());
    }

    /** Whether the catalog has a function of that name. */
    public boolean has(String name) {
        return functions.containsKey(name);
    }

    /**
     * Assigns a request to the function's instance; starts an instance if none runs. The request must
     * {@linkplain FunctionInstance#leave leave} it at its end. Fails with a {@link FunctionStartException} if the instance
     * does not start; the next call tries again.
     */
    public CompletableFuture<FunctionInstance> enter(String name) {
        return require(name).enter();
    }

    /** Records that a request has exceeded the function's time limit. */
    public void timedOut(String name, FunctionInstance instance) {
        require(name).timedOut(instance);
    }

    /** Returns the time limit of one request to the function. */
    public Duration timeout(String name) {
        return require(name).spec().timeout();
    }

    /**
     * Deploys a revision of the function.
     *
     * @param variables of its environment, which come before those of the catalog; none for the catalog's own
     * @param memoryMiB its memory; empty for the catalog's
     */
    public void deploy(String name, Map<String, String> variables, OptionalInt memoryMiB) {
        require(name).deploy(variables, memoryMiB);
    }

    /** Kills the function's instance, with its open requests. */
    public void kill(String name) {
        require(name).kill();
    }

    /** Records the status and duration of a request. */
    public void answered(String name, int status, long nanos) {
        require(name).answered(status, nanos);
    }

    private HostedFunction require(String name) {
        HostedFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("The catalog has no function " + name);
        }
        return function;
    }

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public Health health() {
        List<String> failed = functions.values().stream()
                .filter(function -> function.state() == FunctionStatus.State.FAILED)
                .map(function -> function.spec().name())
                .toList();
        return failed.isEmpty()
                ? Health.up("Every function runs or starts with its first request.")
                : Health.down("Did not start: " + String.join(", ", failed) + "; the log says why.");
    }

    @Override
    public List<FunctionStatus> status() {
        return functions.values().stream()
                .map(function -> function.status(
                        baseUrl + "/functions/" + function.spec().name()))
                .toList();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        functions.values().forEach(HostedFunction::stop);
    }
}
