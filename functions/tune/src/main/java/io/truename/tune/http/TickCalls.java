// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.edge.corpus.NotSetUpException;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.history.QueryHistory;
import io.truename.monitoring.Flushed;
import io.truename.monitoring.MetricReadException;
import io.truename.tune.action.ActionRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /ticks}: work that is due whether anybody calls or not. */
final class TickCalls {
    private static final byte[] EMPTY = {'{', '}'};
    /** Three ticks, so that one that is lost, and metrics that are late, lose no deployment. */
    private static final Duration NOTICED = Duration.ofMinutes(15);

    private final TuneEvents events;
    private final Clock clock;

    TickCalls(TuneEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    Outcome tick(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems)
                .refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        ActionRunner.Ran ran = with.actions().run();
        ran.changed().forEach(events::decided);
        Flushed flushed = with.publishThresholds(clock.instant());
        List<String> failures = new ArrayList<>(ran.failures());
        noticeDeployments(with).ifPresent(failures::add);
        return Outcome.done(EdgeResponse.json(
                JsonOutput.of(json -> {
                    json.writeStartObject();
                    json.writeNumberField("thresholds", flushed.written());
                    json.writeNumberField("decisions", ran.changed().size());
                    json.writeArrayFieldStart("failures");
                    for (String failure : failures) {
                        json.writeString(failure);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }),
                flushed.fields()));
    }

    /** Keeps revisions that are new; the reason if metrics cannot be read, which keeps nothing else from being done. */
    private Optional<String> noticeDeployments(Services with) {
        Instant now = clock.instant();
        try {
            with.incidents()
                    .keep(with.queries().get().deployments(now.minus(NOTICED).minus(QueryHistory.FIRST), now));
            return Optional.empty();
        } catch (MetricReadException | NotSetUpException unread) {
            return Optional.of("Deployments are not noticed: " + unread.getMessage());
        }
    }
}
