// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.database.LocalDatabase;
import io.truename.local.drill.DrillReport;
import io.truename.local.drill.DrilledCloud;
import io.truename.local.drill.FireDrill;
import io.truename.local.functions.FunctionHost;
import io.truename.local.story.MismatchException;
import io.truename.local.story.PubSubDocumentEvents;
import io.truename.local.story.Story;
import io.truename.local.story.StoryFailedException;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.SyntheticDocuments;
import java.net.URI;
import java.sql.SQLException;
import java.util.Locale;

/** Plays the fire drill on a running cloud and shows its table on the terminal. */
final class LocalDrill {
    private static final int DOCUMENTS = 40;
    private static final int CHUNKS = 3;
    private static final long SEED = 1;

    private final Terminal terminal;
    private final LocalCloud cloud;

    LocalDrill(Terminal terminal, LocalCloud cloud) {
        this.terminal = terminal;
        this.cloud = cloud;
    }

    /** Drills, and returns whether every alert opened by its cause and closed after it, and none without one. */
    boolean run() throws InterruptedException {
        long begun = System.nanoTime();
        URI gateway = URI.create(cloud.baseUrl());
        PubSubDocumentEvents events = new PubSubDocumentEvents(
                cloud.pubSubTarget(), FunctionHost.PROJECT, "document-events", "document-events-uploaded");
        Story naming = new Story(
                new SyntheticDocuments(DOCUMENTS, CHUNKS, SEED), gateway, cloud.database(), events, step -> {});
        StoryOutcome named = naming.run();
        if (!named.passed()) {
            terminal.line("FAILED: the drill has no corpus: " + named);
            return false;
        }
        LocalDatabase own = cloud.ownDatabase().orElseThrow();
        DrilledCloud drilled = new DrilledCloud(
                gateway,
                cloud.database(),
                own.superuser(),
                own::startStandby,
                cloud.pubSubTarget(),
                cloud.telemetryTarget(),
                FunctionHost.PROJECT);
        try {
            DrillReport report = new FireDrill(
                            drilled,
                            line -> terminal.line(String.format(
                                    Locale.ROOT, "  %4.0f s  %s", (System.nanoTime() - begun) / 1e9, line)))
                    .run();
            report.lines().forEach(terminal::line);
            report.problems().forEach(problem -> terminal.line("FAILED: " + problem + "."));
            if (report.problems().isEmpty()) {
                terminal.line(String.format(
                        Locale.ROOT,
                        "%d alerts opened by their causes and closed after them, in %.0f s.",
                        report.alerts(),
                        (System.nanoTime() - begun) / 1e9));
            }
            return report.problems().isEmpty();
        } catch (MismatchException | StoryFailedException | SQLException failed) {
            terminal.line("FAILED: " + failed.getMessage() + ".");
            return false;
        }
    }
}
