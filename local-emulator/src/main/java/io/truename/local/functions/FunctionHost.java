// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.Catalog;
import io.truename.local.log.LogBook;
import io.truename.local.part.Health;
import io.truename.local.part.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hosts every function of the catalog. Each has its own class loaders and server: what one does reaches no other. */
public final class FunctionHost implements Part {
    /** The project that everything in the local cloud belongs to. */
    public static final String PROJECT = "truename-local";

    private final Map<String, HostedFunction> functions = new LinkedHashMap<>();
    private final Map<ClassLoader, String> owners = Collections.synchronizedMap(new WeakHashMap<>());
    private final String baseUrl;

    /**
     * Knows the functions; starts none yet.
     *
     * @param folder where deployables are unpacked
     * @param baseUrl the gateway's address, without a slash at its end
     * @param environments what the platform adds to a function's environment, by the function's name; read again at each
     *     start of an instance, so it may be filled while other parts start
     */
    public FunctionHost(
            Catalog catalog, Path folder, String baseUrl, LogBook log, Map<String, Map<String, String>> environments) {
        this.baseUrl = baseUrl;
        FunctionFiles files = new FunctionFiles(folder);
        catalog.functions()
                .forEach((name, spec) -> functions.put(
                        name,
                        new HostedFunction(
                                spec,
                                files,
                                () -> environments.getOrDefault(name, Map.of()),
                                loader -> owners.put(loader, name),
                                log)));
    }

    /** The function that a class loader belongs to, or empty. */
    public Optional<String> ownerOf(@Nullable ClassLoader loader) {
        return loader == null ? Optional.empty() : Optional.ofNullable(owners.get(loader));
    }

    /** How many class loaders of functions are in memory, those of ended instances included. */
    int loaders() {
        return owners.size();
    }

    /** The names of all functions, in the catalog's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(functions.keySet());
    }

    /** Whether the catalog has a function of that name. */
    public boolean has(String name) {
        return functions.containsKey(name);
    }

    /**
     * The loopback port where the function answers; starts it if it does not run. Fails with a
     * {@link FunctionStartException} if it does not start; the next call tries again.
     */
    public CompletableFuture<Integer> port(String name) {
        return require(name).port();
    }

    /** How long one request to the function may take. */
    public Duration timeout(String name) {
        return require(name).spec().timeout();
    }

    /** Kills the function's instance in the middle of whatever it does. */
    public void kill(String name) {
        require(name).kill();
    }

    /** Notes how a request went. */
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
        functions.values().forEach(HostedFunction::stop);
    }
}
