// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.Runbook;
import io.truename.local.alerting.ClockCommands;
import io.truename.local.alerting.DamagedJournalException;
import io.truename.local.alerting.LocalAlerting;
import io.truename.local.component.Component;
import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.control.Variables;
import io.truename.local.dashboard.DashboardsApi;
import io.truename.local.database.CorpusDatabase;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.LocalDatabase;
import io.truename.local.functions.FunctionHost;
import io.truename.local.gateway.Gateway;
import io.truename.local.log.LogBuffer;
import io.truename.local.log.LogBufferHandler;
import io.truename.local.messaging.PubSubCommands;
import io.truename.local.messaging.PubSubComponent;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.scheduler.LocalScheduler;
import io.truename.local.storage.LocalStorage;
import io.truename.local.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Running local cloud: starts every component and connects it to the others as the catalog says. Only this class depends on
 * all components; they reach each other by address.
 *
 * <p>Long, because it starts, connects and closes each of them.
 */
final class LocalCloud implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long FAULT_SEED = 20_240_517;

    /** Ports of the components, counted from the base port, which is the gateway's. */
    private static final int PUBSUB = 1;

    private static final int DATABASE = 2;
    private static final int TELEMETRY = 3;
    private static final int STORAGE = 4;

    private final List<Component> components = new CopyOnWriteArrayList<>();
    private final CloudStatus status;
    private final ControlRoutes routes = new ControlRoutes();
    private final Clock clock;
    private final String baseUrl;
    private final LogBuffer log;
    private final Map<String, Map<String, String>> environments = new ConcurrentHashMap<>();
    private final FunctionHost functions;
    private volatile @Nullable FutureTask<CorpusDatabase> startingDatabase;
    private final Telemetry telemetry;
    private @Nullable CorpusDatabase database;
    private @Nullable LocalPubSub pubSub;
    private @Nullable LocalStorage storage;

    private LocalCloud(Catalog catalog, Path functionFolder, int port, Clock clock, Telemetry telemetry) {
        this.clock = clock;
        this.telemetry = telemetry;
        this.baseUrl = "http://localhost:" + port;
        this.status = new CloudStatus(clock, baseUrl);
        this.log = new LogBuffer(clock);
        this.functions = new FunctionHost(catalog, functionFolder, baseUrl, log, environments, telemetry.observer());
        new DashboardsApi(catalog, FunctionHost.PROJECT, telemetry.monitoring().series()).addRoutes(routes);
    }

    /**
     * Starts every component.
     *
     * @param corpus the location of the corpus that the functions work on
     * @param started called with each component once it runs
     * @throws StartException if a component cannot start; nothing is left running then
     */
    static LocalCloud start(
            String address,
            int port,
            CorpusLocation corpus,
            Workspace workspace,
            Clock clock,
            Consumer<Component> started)
            throws StartException, InterruptedException {
        for (int used : corpus.listensHere()
                ? new int[] {port, port + PUBSUB, port + DATABASE, port + TELEMETRY, port + STORAGE}
                : new int[] {port, port + PUBSUB, port + TELEMETRY, port + STORAGE}) {
            requireFree(LOOPBACK, used);
        }
        requireFree(address, port);
        Catalog catalog = CatalogReader.installed();
        // Asked for once, because it claims the folder, which the database claims next.
        Optional<Path> kept = corpus.kept();
        Optional<Path> keptTelemetry = kept.map(folder -> folder.resolve("telemetry"));
        LocalCloud cloud = new LocalCloud(
                catalog, workspace.folder("functions"), port, clock, telemetry(catalog, keptTelemetry, clock));
        try {
            cloud.startComponents(catalog, address, port, corpus, kept, workspace, started);
            return cloud;
        } catch (StartException | InterruptedException | RuntimeException failed) {
            cloud.close();
            throw failed;
        } catch (IOException failed) {
            cloud.close();
            throw FileError.of(failed)
                    .sentence("The temporary folder", "name another with java -Djava.io.tmpdir=DIR -jar", failed);
        } catch (Exception failed) {
            cloud.close();
            throw new StartException("The local cloud did not start: " + failed.getMessage() + ".", failed);
        }
    }

    private void startComponents(
            Catalog catalog,
            String address,
            int port,
            CorpusLocation corpus,
            Optional<Path> kept,
            Workspace workspace,
            Consumer<Component> started)
            throws Exception {
        LogBufferHandler.install(log);
        addRoutes();
        // The database is the slowest to start, so it starts in parallel with the others.
        FutureTask<CorpusDatabase> starting =
                new FutureTask<>(() -> corpus.start(workspace.folder("database"), port + DATABASE));
        startingDatabase = starting;
        new Thread(starting, "database-start").start();
        // The gateway comes first, so that the console can be opened while the others start.
        add(Gateway.start(address, port, functions, routes, log, telemetry.logs(), status::toJson), started);
        telemetry.listen(port + TELEMETRY);
        telemetry.copy(log);
        telemetry.watch().functions(functions::status);
        add(telemetry, started);
        add(functions, started);
        LocalPubSub startedPubSub = LocalPubSub.start(
                catalog,
                port + PUBSUB,
                baseUrl,
                functions::kill,
                telemetry.watch().pushes(),
                clock,
                FAULT_SEED);
        pubSub = startedPubSub;
        new PubSubCommands(startedPubSub).addRoutes(routes);
        telemetry.watch().messages(startedPubSub);
        add(new PubSubComponent(startedPubSub), started);
        addAlerting(catalog, kept.map(folder -> folder.resolve("telemetry")), startedPubSub, started);
        LocalStorage startedStorage = LocalStorage.start(
                catalog.buckets().keySet(),
                kept.map(folder -> folder.resolve("storage")).orElseGet(() -> workspace.folder("storage")),
                port + STORAGE,
                clock);
        storage = startedStorage;
        add(startedStorage, started);
        LocalScheduler scheduler = LocalScheduler.start(catalog, startedPubSub::publish, clock, log);
        scheduler.addRoutes(routes);
        add(scheduler, started);
        CorpusDatabase startedDatabase = await(starting);
        database = startedDatabase;
        Optional<Path> mapping = corpus.mapping(workspace.folder("database"));
        for (String name : List.of("migrate", "probe", "tune", "report")) {
            environments.put(name, corpusEnvironment(startedDatabase, mapping, startedPubSub, startedStorage));
            // A request or a schedule may have started it before it could know its database.
            functions.kill(name);
        }
        telemetry.watch().database(startedDatabase::status);
        add(startedDatabase, started);
    }

    private void addAlerting(
            Catalog catalog, Optional<Path> keptTelemetry, LocalPubSub startedPubSub, Consumer<Component> started)
            throws StartException {
        LocalAlerting alerting;
        try {
            alerting = new LocalAlerting(
                    catalog,
                    FunctionHost.PROJECT,
                    telemetry.monitoring().series(),
                    telemetry.monitoring().clock(),
                    keptTelemetry.map(folder -> folder.resolve("alerting")),
                    LocalCloud::runbook,
                    baseUrl,
                    (topic, message) -> startedPubSub.publish(topic, message, Map.of()));
        } catch (UncheckedIOException failed) {
            throw FileError.of(Objects.requireNonNull(failed.getCause()))
                    .sentence("The folder for incidents", "keep the data elsewhere with --data", failed);
        } catch (DamagedJournalException damaged) {
            throw new StartException(String.valueOf(damaged.getMessage()), damaged);
        }
        alerting.addRoutes(routes);
        new ClockCommands(telemetry.monitoring(), alerting, telemetry::countEntries).addRoutes(routes);
        alerting.start();
        add(alerting, started);
    }

    /** Returns the text of a runbook; empty if there is none. */
    private static String runbook(String name) {
        try (InputStream text = LocalCloud.class.getResourceAsStream("/runbooks/" + name + ".md")) {
            return text == null
                    ? ""
                    : new Runbook(name, new String(text.readAllBytes(), StandardCharsets.UTF_8))
                            .content(FunctionHost.PROJECT, "local");
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Environment of the functions on the corpus that is not in the catalog: database URL, mapping file, addresses. */
    private Map<String, String> corpusEnvironment(
            CorpusDatabase database, Optional<Path> mapping, LocalPubSub pubSub, LocalStorage storage) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TRUENAME_DATABASE_URL",
                database.address().urlWithPassword(),
                "TRUENAME_SETTING_NAMES",
                "TRUENAME_DATABASE_URL=--database,TRUENAME_MAPPING_FILE=--mapping",
                "PUBSUB_EMULATOR_HOST",
                pubSub.target(),
                "STORAGE_EMULATOR_HOST",
                storage.target(),
                "TRUENAME_MONITORING_HOST",
                telemetry.target(),
                "TRUENAME_BILLING_URL",
                baseUrl + "/api/billing/",
                "TRUENAME_MIGRATE_URL",
                baseUrl + "/functions/migrate",
                "TRUENAME_PROBE_URL",
                baseUrl + "/functions/probe",
                "TRUENAME_ENDPOINTS",
                "generate=" + baseUrl + "/functions/generate/health,migrate=" + baseUrl + "/functions/migrate/health"));
        mapping.ifPresent(file -> environment.put("TRUENAME_MAPPING_FILE", file.toString()));
        return environment;
    }

    private static CorpusDatabase await(FutureTask<CorpusDatabase> starting) throws Exception {
        try {
            return starting.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void add(Component component, Consumer<Component> started) {
        components.add(component);
        status.add(component);
        log.add(component.name(), "INFO", "Started.");
        started.accept(component);
    }

    private void addRoutes() {
        telemetry.addRoutes(routes);
        routes.add("GET", "/api/status", request -> ControlReply.ok(status.toJson()));
        routes.add("GET", "/health", request -> status.health());
        // Google's price list, with nothing on it: prices of the catalog hold, and nothing leaves the machine.
        routes.add(
                "GET",
                "/api/billing/v1/services/{service}/skus",
                request -> ControlReply.ok(Map.of("skus", List.of())));
        routes.add("POST", "/api/functions/{name}/kill", request -> {
            functions.kill(function(request));
            return ControlReply.accepted();
        });
        routes.add("POST", "/api/functions/{name}/deploy", request -> {
            functions.deploy(function(request), Variables.read(request.body()), Variables.memoryMiB(request.body()));
            return ControlReply.accepted();
        });
    }

    private String function(ControlRequest request) {
        String name = request.require("name");
        if (!functions.has(name)) {
            throw ControlException.notFound(
                    "There is no such function; there are: " + String.join(", ", functions.names()));
        }
        return name;
    }

    String baseUrl() {
        return baseUrl;
    }

    DatabaseAddress database() {
        return Objects.requireNonNull(database).address();
    }

    /** Returns the local cloud's own database; empty if the corpus is in another. */
    Optional<LocalDatabase> ownDatabase() {
        return database instanceof LocalDatabase own ? Optional.of(own) : Optional.empty();
    }

    String pubSubTarget() {
        return Objects.requireNonNull(pubSub).target();
    }

    String storageTarget() {
        return Objects.requireNonNull(storage).target();
    }

    String telemetryTarget() {
        return telemetry.target();
    }

    /** Makes the console show the story's status. */
    void show(Supplier<@Nullable Object> storyStatus) {
        status.show(storyStatus);
    }

    @Override
    public void close() {
        List<Component> ending = new ArrayList<>(components);
        // The gateway was started first, but ends first: nothing new comes in while the rest ends.
        // Telemetry ends last: it takes what the others still print.
        ending.remove(telemetry);
        for (Component component : ending) {
            component.close();
        }
        telemetry.close();
        endStartingDatabase();
    }

    /** Waits for a database that was still starting when the run ended, and closes it. */
    private void endStartingDatabase() {
        FutureTask<CorpusDatabase> starting = startingDatabase;
        boolean interrupted = Thread.interrupted();
        try {
            if (starting != null) {
                await(starting).close();
            }
        } catch (Exception neverStarted) {
            // There is nothing to close, and the thread that started it reports the failure.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void requireFree(String address, int port) throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (BindException taken) {
            // The JDK throws the same exception for a port that only an administrator may open.
            if (String.valueOf(taken.getMessage()).contains("ermission")) {
                throw new StartException("Port " + port
                        + " may not be opened by this user: choose a base port above 1023 with --port N.");
            }
            throw new StartException("Port " + port
                    + " is in use: end the program that uses it, or choose another base port with --port N.");
        } catch (IOException failed) {
            throw new StartException("Port " + port + " cannot be opened: choose another base port with --port N.");
        }
    }

    private static Telemetry telemetry(Catalog catalog, Optional<Path> kept, Clock clock) throws StartException {
        try {
            return new Telemetry(catalog, FunctionHost.PROJECT, clock, kept);
        } catch (IOException failed) {
            throw FileError.of(failed)
                    .sentence("The folder for logs and metrics", "keep the data elsewhere with --data", failed);
        }
    }
}
