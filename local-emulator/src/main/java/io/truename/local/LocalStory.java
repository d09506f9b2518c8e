// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.functions.FunctionHost;
import io.truename.local.story.DocumentSource;
import io.truename.local.story.PubSubDocumentEvents;
import io.truename.local.story.Story;
import io.truename.local.story.StoryChapters;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryState;
import io.truename.local.story.StoryStatus;
import io.truename.local.story.migration.MigrationStory;
import io.truename.local.story.outage.OutageStory;
import io.truename.local.story.probe.ProbeStory;
import io.truename.local.story.savings.SavingsStory;
import io.truename.local.story.tuning.TuningStory;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays the chapters of the story on a running cloud and shows them on the terminal. */
final class LocalStory {
    private final Terminal terminal;
    private final LocalCloud cloud;

    LocalStory(Terminal terminal, LocalCloud cloud) {
        this.terminal = terminal;
        this.cloud = cloud;
    }

    /** Plays the chapters and returns whether every check passed. A chapter is skipped if an earlier one fails. */
    boolean tell(DocumentSource source) throws InterruptedException {
        PubSubDocumentEvents events = new PubSubDocumentEvents(
                cloud.pubSubTarget(), FunctionHost.PROJECT, "document-events", "document-events-uploaded");
        URI gateway = URI.create(cloud.baseUrl());
        Story naming = new Story(source, gateway, cloud.database(), events, this::stepChanged);
        MigrationStory migration = new MigrationStory(source, gateway, cloud.database(), this::stepChanged);
        ProbeStory probing = new ProbeStory(gateway, cloud.database(), this::stepChanged);
        OutageStory outage = new OutageStory(gateway, cloud.database(), this::stepChanged);
        TuningStory tuning = new TuningStory(gateway, cloud.database(), this::stepChanged);
        SavingsStory savings = new SavingsStory(gateway, cloud.database(), this::stepChanged);
        StoryChapters chapters = new StoryChapters(List.of(
                naming::status, migration::status, probing::status, outage::status, tuning::status, savings::status));
        cloud.show(chapters::status);
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused =
                    ticker.scheduleAtFixedRate(() -> showProgress(chapters.status()), 200, 200, TimeUnit.MILLISECONDS);
            terminal.line(naming.status().title());
            if (!passed(naming.run())) {
                return false;
            }
            terminal.line(migration.status().title());
            if (!passed(migration.run())) {
                return false;
            }
            terminal.line(probing.status().title());
            if (!passed(probing.run())) {
                return false;
            }
            terminal.line(outage.status().title());
            if (!passed(outage.run())) {
                return false;
            }
            terminal.line(tuning.status().title());
            if (!passed(tuning.run())) {
                return false;
            }
            terminal.line(savings.status().title());
            return passed(savings.run());
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
                .ifPresent(step -> terminal.progress(ProgressLine.of(step)));
    }

    private boolean passed(StoryOutcome outcome) {
        if (outcome instanceof StoryOutcome.Passed passed) {
            for (StoryResult.Fact fact : passed.result().facts()) {
                terminal.line(String.format(Locale.ROOT, "  %-26s %s", fact.name(), fact.value()));
            }
            terminal.line(passed.result().summary());
        } else if (outcome instanceof StoryOutcome.Mismatched mismatched) {
            terminal.line("FAILED: " + mismatched.reason());
        } else if (outcome instanceof StoryOutcome.Failed failed) {
            terminal.line("FAILED: " + failed.sentence());
        }
        return outcome.passed();
    }
}
