// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.functions.FunctionHost;
import io.truename.local.packed.PackedFolder;
import io.truename.local.part.StartException;
import io.truename.local.story.DocumentSource;
import io.truename.local.story.FileDocuments;
import io.truename.local.story.PubSubDocumentEvents;
import io.truename.local.story.Story;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryState;
import io.truename.local.story.StoryStatus;
import io.truename.local.story.SyntheticDocuments;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One run, from start to end: the cloud starts, the story is told, the cloud stays until Ctrl-C. Everything is ended by the
 * thread that started it; a signal only interrupts that thread and waits for it.
 */
final class LocalRun {
    private static final int EXIT_CHECKED_OUT = 0;
    private static final int EXIT_DID_NOT = 1;
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

    /** Runs to the end; the exit code. */
    int run() {
        Thread running = Thread.currentThread();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(running), "ending"));
        } catch (IllegalStateException signalAlready) {
            return EXIT_CHECKED_OUT;
        }
        try {
            options.check();
            try (Workspace workspace = Workspace.create()) {
                return runIn(workspace.useForTemporaryFiles());
            }
        } catch (StartException cannot) {
            if (signalled) {
                return EXIT_CHECKED_OUT;
            }
            terminal.error(String.valueOf(cannot.getMessage()));
            return EXIT_CANNOT_START;
        } catch (InterruptedException signal) {
            return EXIT_CHECKED_OUT;
        } catch (RuntimeException failed) {
            // Libraries wrap the interruption in exceptions of their own.
            if (signalled) {
                return EXIT_CHECKED_OUT;
            }
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
                terminal.line("Ending took too long; the next start clears up what is left.");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private int runIn(Workspace workspace) throws StartException, InterruptedException {
        long begun = System.nanoTime();
        DocumentSource source = source(workspace);
        try (LocalCloud cloud = LocalCloud.start(
                options.address(),
                options.port(),
                options.data(),
                workspace,
                Clock.systemUTC(),
                part -> terminal.line(String.format(Locale.ROOT, "  %-10s started", part.name())))) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "Truename %s, the local cloud, is ready after %.1f s.",
                    LocalOptions.Version.text(),
                    (System.nanoTime() - begun) / 1e9));
            StoryOutcome outcome = tell(cloud, source);
            report(outcome);
            if (!options.once()) {
                terminal.line("");
                terminal.line("Open " + cloud.baseUrl() + "/ for the console; Ctrl-C ends everything.");
                terminal.line("  ids       " + cloud.baseUrl() + "/functions/generate/openapi.json");
                terminal.line("  database  " + DatabaseLogin.write(cloud.database(), workspace.folder("pgpass")));
                terminal.line("  Pub/Sub   " + cloud.pubSubTarget() + " (gRPC, plaintext)");
                new CountDownLatch(1).await();
            }
            return outcome.agreed() ? EXIT_CHECKED_OUT : EXIT_DID_NOT;
        }
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
            throw new StartException(
                    "The story has no files (" + failed.getMessage() + "): name a folder with --files DIR.");
        }
    }

    private StoryOutcome tell(LocalCloud cloud, DocumentSource source) throws InterruptedException {
        PubSubDocumentEvents events = new PubSubDocumentEvents(
                cloud.pubSubTarget(), FunctionHost.PROJECT, "document-events", "document-events-uploaded");
        Story story = new Story(source, URI.create(cloud.baseUrl()), cloud.database(), events, this::stepChanged);
        cloud.show(story::status);
        terminal.line(story.status().title());
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused =
                    ticker.scheduleAtFixedRate(() -> showProgress(story.status()), 200, 200, TimeUnit.MILLISECONDS);
            return story.run();
        } finally {
            ticker.shutdownNow();
        }
    }

    private void stepChanged(StoryStatus.Step step) {
        if (step.state() == StoryState.DONE || step.state() == StoryState.FAILED) {
            String mark = step.state() == StoryState.DONE ? "done" : "FAILED";
            terminal.line(
                    String.format(Locale.ROOT, "  %-34s %,12d %-9s %s", step.name(), step.done(), step.unit(), mark));
        }
    }

    private void showProgress(StoryStatus status) {
        status.steps().stream()
                .filter(step -> step.state() == StoryState.RUNNING)
                .findFirst()
                .ifPresent(step -> terminal.progress(line(step)));
    }

    private static String line(StoryStatus.Step step) {
        Long total = step.total();
        String of = total == null || total == 0
                ? ""
                : String.format(Locale.ROOT, " of %,d (%d %%)", total, Math.min(100, 100 * step.done() / total));
        return String.format(Locale.ROOT, "  %-34s %,12d %s%s", step.name(), step.done(), step.unit(), of);
    }

    private void report(StoryOutcome outcome) {
        if (outcome instanceof StoryOutcome.Agreed agreed) {
            for (StoryResult.Fact fact : agreed.result().facts()) {
                terminal.line(String.format(Locale.ROOT, "  %-26s %s", fact.name(), fact.value()));
            }
            terminal.line(agreed.result().summary());
        } else if (outcome instanceof StoryOutcome.Disagreed disagreed) {
            terminal.line("FAILED: " + disagreed.reason());
        } else if (outcome instanceof StoryOutcome.Failed failed) {
            terminal.line("FAILED: " + failed.sentence());
        }
    }
}
