// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import io.truename.corpus.failure.Failure;
import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.postgres.Database;
import io.truename.postgres.SchemaException;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Guard of calls that need services: answers 503, with the remedy, if a setting or the database prevents one.
 *
 * @param <S> the services, which the first call creates
 */
public final class DatabaseGuard<S> {
    private final Supplier<S> services;
    private final CorpusEvents events;

    /**
     * Creates a guard.
     *
     * @param services throws {@link NotSetUpException} while something is missing, and {@link SqlException} or
     *     {@link SchemaException} while the database is not there or not as it must be
     */
    public DatabaseGuard(Supplier<S> services, CorpusEvents events) {
        this.services = services;
        this.events = events;
    }

    /** A handler whose call gets the services. */
    public EdgeHandler on(BiFunction<S, EdgeRequest, EdgeResponse> call) {
        return request -> guarded(() -> call.apply(services.get(), request), refusal -> refusal);
    }

    /** The outcome of a message, which is delivered again after {@code retry} while a setting or the database is missing. */
    public Outcome onMessage(Function<S, Outcome> call, Duration retry) {
        return guarded(() -> call.apply(services.get()), refusal -> Outcome.again(retry, refusal));
    }

    /** A handler of {@code GET /health}: 200 if the database answers, otherwise 503 with the reason. */
    public EdgeHandler health(Function<S, Database> database) {
        return request -> {
            EdgeResponse checked = guarded(() -> reached(database.apply(services.get())), refusal -> refusal);
            return checked.status() == 200
                    ? checked
                    : new EdgeResponse(
                            checked.status(),
                            checked.contentType(),
                            Map.of(),
                            checked.body(),
                            Map.of("database", "missing"));
        };
    }

    private static EdgeResponse reached(Database database) {
        boolean up = database.with(session -> session.one("SELECT true AS answers", row -> row.flag("answers")));
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("status", up ? "up" : "down");
            json.writeArrayFieldStart("checks");
            json.writeStartObject();
            json.writeStringField("name", "database");
            json.writeStringField("outcome", "reached");
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private <T> T guarded(Supplier<T> call, Function<EdgeResponse, T> refused) {
        try {
            return call.get();
        } catch (NotSetUpException incomplete) {
            events.notSetUp(incomplete.missing());
            return refused.apply(unavailable(String.valueOf(incomplete.getMessage())));
        } catch (SchemaException unfit) {
            events.notSetUp(Missing.SCHEMA);
            return refused.apply(unavailable(String.valueOf(unfit.getMessage())));
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
}
