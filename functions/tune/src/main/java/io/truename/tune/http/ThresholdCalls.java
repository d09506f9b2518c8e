// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.Catalog;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tune.metrics.PublishedThresholds;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /thresholds} and {@code POST /rollback}. */
final class ThresholdCalls {
    private final Supplier<Catalog> catalog;
    private final TuneEvents events;
    private final Clock clock;

    ThresholdCalls(Supplier<Catalog> catalog, TuneEvents events, Clock clock) {
        this.catalog = catalog;
        this.events = events;
        this.clock = clock;
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<String> alert = query.read(
                "alert",
                "alert must be the name of an alert of the catalog",
                name -> AlertFields.alert(catalog.get(), name).name());
        int limit = query.limit();
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal("alert, limit and after")
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> with.thresholds().history(session, alert, limit, after)),
                        (json, stored) -> write(json, stored, clock.instant())));
    }

    EdgeResponse rollBack(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        boolean given = body.has("alert");
        Optional<String> alert = body.text(
                "alert",
                Optional.empty(),
                name -> Optional.of(AlertFields.alert(catalog.get(), name).name()));
        if (!given) {
            body.problem("alert", "must be given: the alert whose thresholds go back", "nothing");
        }
        body.refuseUnread();
        if (alert.isEmpty() || problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Instant now = clock.instant();
        List<ThresholdStore.Stored> ended =
                with.database().inTransaction(session -> with.thresholds().rollBack(session, alert.get(), now));
        if (ended.isEmpty()) {
            return Problem.of(
                            409,
                            "There is nothing to go back from",
                            "The alert compares with the catalog's threshold. GET /thresholds shows those in force.")
                    .response();
        }
        List<ThresholdStore.Stored> inForce = with.database().with(with.thresholds()::inForce);
        with.publishThresholds(now);
        events.thresholdsChanged(alert.get(), TuneEvents.Change.ROLLED_BACK);
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("alert", alert.get());
            json.writeArrayFieldStart("inForce");
            for (ThresholdStore.Stored stored : inForce) {
                if (stored.threshold().alert().equals(alert.get())) {
                    write(json, stored, now);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static void write(JsonGenerator json, ThresholdStore.Stored stored, Instant now) throws IOException {
        ThresholdStore.Threshold threshold = stored.threshold();
        json.writeStartObject();
        json.writeNumberField("number", stored.number());
        json.writeStringField("alert", threshold.alert());
        json.writeStringField("condition", threshold.condition());
        json.writeStringField("severity", threshold.severity());
        json.writeNumberField("now", PublishedThresholds.at(threshold, now));
        json.writeArrayFieldStart("hours");
        for (double hour : threshold.hours()) {
            json.writeNumber(hour);
        }
        json.writeEndArray();
        json.writeStringField("proposal", stored.proposal().toString());
        json.writeStringField("appliedAt", stored.appliedAt().toString());
        JsonOutput.optional(json, "endedAt", stored.endedAt());
        JsonOutput.optional(
                json, "endedBy", stored.endedBy().map(how -> how.name().toLowerCase(Locale.ROOT)));
        json.writeEndObject();
    }
}
