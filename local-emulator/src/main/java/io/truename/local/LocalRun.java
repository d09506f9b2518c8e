// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import io.truename.local.functions.FunctionHost;
import io.truename.local.packed.PackedFolder;
import io.truename.local.story.DocumentSource;
import io.truename.local.story.FileDocuments;
import io.truename.local.story.SyntheticDocuments;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of the program: starts the cloud, plays the story, and waits for Ctrl-C. The thread that starts the cloud also
 * closes it; a signal only interrupts that thread and waits for it to finish.
 */
final class LocalRun {
    private static final int EXIT_PASSED = 0;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_CANNOT_START = 2;
    private static final Duration LONGEST_ENDING = Duration.ofSeconds(30);
    private static final long STORY_SEED = 1;
    private static final int SYNTHETIC_CHUNKS = 10;

    private final LocalOptions options;
    private final Terminal terminal;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean signalled;

    LocalRun(LocalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Runs until the story ends ({@code --once}) or a signal comes. Returns the exit code. */
    int run() {
        Thread running = Thread.currentThread();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(running), "ending"));
        } catch (IllegalStateException signalAlready) {
            return EXIT_PASSED;
        }
        try {
            options.check();
            try (Workspace workspace = Workspace.create()) {
                return runIn(workspace.useForTemporaryFiles());
            }
        } catch (StartException cannot) {
            if (signalled) {
                return EXIT_PASSED;
            }
            terminal.error(String.valueOf(cannot.getMessage()));
            return EXIT_CANNOT_START;
        } catch (InterruptedException signal) {
            return EXIT_PASSED;
        } catch (RuntimeException failed) {
            // Libraries wrap the interruption in their own exceptions.
            if (signalled) {
                return EXIT_PASSED;
            }
            terminal.error("The local cloud has a bug: please report it with the lines that follow.");
            throw failed;
        } finally {
            ended.countDown();
        }
    }

    private void endOnSignal(Thread running) {
        signalled = true;
        running.interrupt();
        try {
            if (!ended.await(LONGEST_ENDING.toSeconds(), TimeUnit.SECONDS)) {
                terminal.line("Shutdown took too long; the next start cleans up.");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private int runIn(Workspace workspace) throws StartException, InterruptedException {
        long begun = System.nanoTime();
        CorpusLocation corpus = options.corpus();
        DocumentSource source = source(workspace);
        try (LocalCloud cloud = LocalCloud.start(
                options.address(),
                options.port(),
                corpus,
                workspace,
                Clock.systemUTC(),
                component -> terminal.line(String.format(Locale.ROOT, "  %-10s started", component.name())))) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "Truename %s, the local cloud, is ready after %.1f s.",
                    LocalOptions.Version.text(),
                    (System.nanoTime() - begun) / 1e9));
            if (corpus instanceof CorpusLocation.External external) {
                return stayAround(external, cloud);
            }
            if (options.drill()) {
                return new LocalDrill(terminal, cloud).run() ? EXIT_PASSED : EXIT_FAILED;
            }
            boolean passed = new LocalStory(terminal, cloud).tell(source);
            if (!passed) {
                DiskSpaceCheck.find(Stream.concat(options.data().stream(), Stream.of(workspace.folder("database"))))
                        .ifPresent(terminal::line);
            }
            if (!options.once()) {
                terminal.line("");
                invite(cloud);
                terminal.line("  database  " + DatabaseLogin.write(cloud.database(), workspace.folder("pgpass")));
                new CountDownLatch(1).await();
            }
            return passed ? EXIT_PASSED : EXIT_FAILED;
        }
    }

    /** Prints the commands for the user's own database and waits for a signal. No story is played there. */
    private int stayAround(CorpusLocation.External corpus, LocalCloud cloud) throws InterruptedException {
        String migrate = cloud.baseUrl() + "/functions/migrate";
        String json = " -H 'Content-Type: application/json' -d ";
        terminal.line("The corpus is in " + corpus.address().shown()
                + ". No story is played into it; nothing outside its schema truename is created.");
        terminal.line("");
        invite(cloud);
        if (corpus.file().isEmpty()) {
            terminal.line(
                    "  No --mapping is given. Have one proposed on the console's page Mapping, or by this command; then start"
                            + " again with --mapping FILE:");
            terminal.line("  map       curl -X POST " + migrate + "/mappings/suggest");
            new CountDownLatch(1).await();
            return EXIT_PASSED;
        }
        terminal.line("  Commands, in this order; ID is the \"id\" in the previous response:");
        terminal.line("  look      curl -X POST " + migrate + "/assessments" + json + "'{}'");
        terminal.line("  rehearse  curl -X POST " + migrate + "/migrations" + json + "'{\"dryRun\":true}'");
        terminal.line("  clear     curl -X POST " + migrate + "/migrations/ID/rollback");
        // The printed command must work as it stands, and the local cloud cannot prove a backup.
        terminal.line("  plan      curl -X POST " + migrate + "/migrations" + json
                + "'{\"acceptNoBackup\":true}'   # after a backup");
        terminal.line("  start     curl -X POST " + migrate + "/migrations/ID/start" + json + "'{}'");
        new CountDownLatch(1).await();
        return EXIT_PASSED;
    }

    private void invite(LocalCloud cloud) {
        terminal.line("Open " + cloud.baseUrl() + "/ for the console; Ctrl-C ends everything.");
        terminal.line("  ids       " + cloud.baseUrl() + "/functions/generate/openapi.json");
        terminal.line("  Pub/Sub   PUBSUB_EMULATOR_HOST=" + cloud.pubSubTarget() + ", project " + FunctionHost.PROJECT
                + " (gRPC without TLS)");
        terminal.line("  telemetry " + cloud.telemetryTarget() + ": Cloud Logging and Cloud Monitoring, project "
                + FunctionHost.PROJECT + " (gRPC without TLS)");
        terminal.line("  storage   STORAGE_EMULATOR_HOST=" + cloud.storageTarget());
    }

    private DocumentSource source(Workspace workspace) throws StartException {
        if (options.documents().isPresent()) {
            return new SyntheticDocuments(options.documents().getAsLong(), SYNTHETIC_CHUNKS, STORY_SEED);
        }
        if (options.files().isPresent()) {
            return FileDocuments.below(options.files().get());
        }
        try {
            return FileDocuments.sourcesBelow(PackedFolder.OWN_SOURCES.unpack(workspace.folder("sources")));
        } catch (IOException failed) {
            throw FileError.of(failed)
                    .sentence(
                            "The temporary folder \"" + workspace.folder("sources") + "\"",
                            "name a folder of your own with --files DIR",
                            failed);
        }
    }
}
