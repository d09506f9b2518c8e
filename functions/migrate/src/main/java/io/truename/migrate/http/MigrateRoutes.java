// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.corpus.DatabaseGuard;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import io.truename.rekeying.run.RunCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Routes of {@code migrate}. */
public final class MigrateRoutes {
    /** Route that receives the deliveries of an event trigger. */
    public static final String STEPS = "/steps";

    private static final Duration STEP_RETRY = Duration.ofSeconds(10);

    private MigrateRoutes() {}

    /**
     * All routes. The first call that needs a service creates it.
     *
     * @param services as {@link DatabaseGuard} takes them
     * @param settlement of the messages that ask for steps
     * @param step how long a step, or a call that deletes, may work
     */
    public static Routes of(
            Supplier<Services> services, MigrateEvents events, Clock clock, Duration step, Settlement settlement) {
        DatabaseGuard<Services> guard = new DatabaseGuard<>(services, events.ofCorpus());
        MigrationCalls migrations = new MigrationCalls(events);
        StepCalls steps = new StepCalls(clock, step);
        AliasCalls aliases = new AliasCalls(events);
        RetentionCalls retention = new RetentionCalls(events, clock, step);
        ContentHashCalls contentHashes = new ContentHashCalls(events, clock, step);
        RenameCalls renames = new RenameCalls(events, clock, step);
        Routes.Builder builder = Routes.builder()
                .postOrNothing("/assessments", guard.on(AssessmentCalls::assess))
                .get("/assessments/{id}", guard.on(AssessmentCalls::find))
                .postOrNothing("/mappings/suggest", guard.on(SuggestionCalls::suggest))
                .postOrNothing("/migrations", guard.on(migrations::create))
                .get("/migrations", guard.on(MigrationCalls::list))
                .get("/migrations/{id}", guard.on(MigrationCalls::find));
        for (RunCommand command : RunCommand.values()) {
            builder.postOrNothing(
                    "/migrations/{id}/" + command.path(),
                    guard.on((with, request) -> migrations.command(with, request, command)));
        }
        return builder.get("/migrations/{id}/batches", guard.on(ListCalls::batches))
                .get("/migrations/{id}/quarantine", guard.on(ListCalls::quarantine))
                .get("/migrations/{id}/collisions", guard.on(ListCalls::collisions))
                .get("/migrations/{id}/report", guard.on(ReportCalls::report))
                .delete("/migrations/{id}/aliases", guard.on(retention::dropAliases))
                .delete("/migrations/{id}/archive", guard.on(retention::dropArchive))
                .get("/retention", guard.on(RetentionCalls::show))
                .get("/aliases", guard.on(KeyCalls::find))
                .get("/aliases/{oldId}", guard.on(aliases::find))
                .post("/aliases/lookup", guard.on(aliases::lookUp))
                .postText(
                        "/content-hashes",
                        guard.on(contentHashes::add),
                        ContentHashCalls.JSON_LINES,
                        ContentHashCalls.CSV)
                .get("/content-hashes", guard.on(ContentHashCalls::list))
                .delete("/content-hashes", guard.on(contentHashes::delete))
                .get("/renames", guard.on(RenameCalls::list))
                .post("/renames/acknowledge", guard.on(renames::acknowledge))
                .postOrMessage(
                        STEPS,
                        // A step waits for a database or a setting: its message is not at fault.
                        request -> guard.onMessage(with -> steps.step(with, request), STEP_RETRY),
                        settlement)
                .get("/health", guard.health(Services::database))
                .get("/openapi.json", OpenApi.beside(MigrateRoutes.class))
                .build();
    }
}
