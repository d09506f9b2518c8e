// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.failure.Failure;
import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import io.truename.postgres.SchemaException;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.rekeying.run.RunCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Routes of {@code migrate}. The first call that needs a service creates it. */
public final class MigrateRoutes {
    /** Route that receives the deliveries of an event trigger. */
    public static final String STEPS = "/steps";

    private static final Duration STEP_RETRY = Duration.ofSeconds(10);

    private final Supplier<Services> services;
    private final MigrateEvents events;

    private MigrateRoutes(Supplier<Services> services, MigrateEvents events) {
        this.services = services;
        this.events = events;
    }

    /**
     * All routes.
     *
     * @param services throws {@link NotSetUpException} while something is missing, and {@link SqlException} or
     *     {@link SchemaException} while the database is not there or not as it must be
     * @param settlement of the messages that ask for steps
     * @param step how long a step, or a call that deletes, may work
     */
    public static Routes of(
            Supplier<Services> services, MigrateEvents events, Clock clock, Duration step, Settlement settlement) {
        MigrateRoutes routes = new MigrateRoutes(services, events);
        MigrationCalls migrations = new MigrationCalls(events);
        StepCalls steps = new StepCalls(clock, step);
        AliasCalls aliases = new AliasCalls(events);
        RetentionCalls retention = new RetentionCalls(events, clock, step);
        Routes.Builder builder = Routes.builder()
                .postOrNothing("/assessments", routes.on(AssessmentCalls::assess))
                .get("/assessments/{id}", routes.on(AssessmentCalls::find))
                .postOrNothing("/migrations", routes.on(migrations::create))
                .get("/migrations", routes.on(MigrationCalls::list))
                .get("/migrations/{id}", routes.on(MigrationCalls::find));
        for (RunCommand command : RunCommand.values()) {
            builder.postOrNothing(
                    "/migrations/{id}/" + command.path(),
                    routes.on((with, request) -> migrations.command(with, request, command)));
        }
        return builder.get("/migrations/{id}/batches", routes.on(ListCalls::batches))
                .get("/migrations/{id}/quarantine", routes.on(ListCalls::quarantine))
                .get("/migrations/{id}/collisions", routes.on(ListCalls::collisions))
                .get("/migrations/{id}/report", routes.on(ReportCalls::report))
                .delete("/migrations/{id}/aliases", routes.on(retention::dropAliases))
                .delete("/migrations/{id}/archive", routes.on(retention::dropArchive))
                .get("/retention", routes.on(RetentionCalls::show))
                .get("/aliases/{oldId}", routes.on(aliases::find))
                .post("/aliases/lookup", routes.on(aliases::lookUp))
                .postOrMessage(STEPS, request -> routes.step(steps, request), settlement)
                .get("/health", routes::health)
                .get("/openapi.json", OpenApi.beside(MigrateRoutes.class))
                .build();
    }

    /** Answers 503, with the remedy, if a setting or the database prevents a call. */
    private EdgeHandler on(BiFunction<Services, EdgeRequest, EdgeResponse> call) {
        return request -> guarded(() -> call.apply(services.get(), request));
    }

    /** A step waits for a database or a setting: its message is not at fault. */
    private Outcome step(StepCalls steps, EdgeRequest request) {
        return guarded(() -> steps.step(services.get(), request), refusal -> Outcome.again(STEP_RETRY, refusal));
    }

    private EdgeResponse guarded(Supplier<EdgeResponse> call) {
        return guarded(call, refusal -> refusal);
    }

    private <T> T guarded(Supplier<T> call, Function<EdgeResponse, T> refused) {
        try {
            return call.get();
        } catch (NotSetUpException | SchemaException remedy) {
            return refused.apply(unavailable(String.valueOf(remedy.getMessage())));
        } catch (SqlException failed) {
            Failure failure = SqlFailures.of(failed);
            if (SqlFailures.oursInARequest(failure, failed)) {
                throw failed;
            }
            events.databaseFailed(failed.sqlState());
            return refused.apply(unavailable(SqlFailures.ofARequest(failure, failed)));
        }
    }

    private static EdgeResponse unavailable(String remedy) {
        return Problem.of(503, "This cannot be done now", remedy).response();
    }

    private EdgeResponse health(EdgeRequest request) {
        EdgeResponse checked = guarded(() -> {
            boolean any = services.get().runs().isReachable();
            return EdgeResponse.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("status", any ? "up" : "down");
                json.writeArrayFieldStart("checks");
                json.writeStartObject();
                json.writeStringField("name", "database");
                json.writeStringField("outcome", "reached");
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            });
        });
        return checked.status() == 200
                ? checked
                : new EdgeResponse(
                        checked.status(),
                        checked.contentType(),
                        Map.of(),
                        checked.body(),
                        Map.of("database", "missing"));
    }
}
