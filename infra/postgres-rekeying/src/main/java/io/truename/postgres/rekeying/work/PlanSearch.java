// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.search.SearchLimits;
import io.truename.postgres.corpus.search.SearchState;
import io.truename.postgres.corpus.search.UndeclaredReferenceSearch;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Search of a plan for references that nobody declared: that of an assessment with smaller limits, so that it delays the plan of a corpus of
 * any size by some seconds at most. It goes on in the next step from the place that the run's row has.
 */
final class PlanSearch {
    /** Some tenths of a second for a corpus of a few tables. */
    static final SearchLimits LIMITS = new SearchLimits(
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            1_000,
            1_024);

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Session session;
    private final int run;
    private final UndeclaredReferenceSearch search;

    /** Creates the search of a run. */
    PlanSearch(Session session, CorpusSchema schema, int run) {
        this(session, schema, run, LIMITS);
    }

    PlanSearch(Session session, CorpusSchema schema, int run, SearchLimits limits) {
        this.session = session;
        this.run = run;
        this.search = new UndeclaredReferenceSearch(schema, limits);
    }

    /** Continues until the end or while there is time; reads at least one slice. Returns the findings at the end, else empty. */
    Optional<List<Finding>> tick(BooleanSupplier timeLeft) {
        UndeclaredReferenceSearch.Progress progress = search.goOn(session, stored(), () -> !timeLeft.getAsBoolean());
        if (!progress.ended()) {
            store(progress.state());
            return Optional.empty();
        }
        return Optional.of(progress.state().result().findingsOfAPlan());
    }

    private SearchState stored() {
        return session.find(
                        "SELECT search::text AS search FROM truename.run WHERE number = $1 AND search IS NOT NULL",
                        row -> row.text("search"),
                        run)
                .map(PlanSearch::read)
                .orElse(SearchState.BEGIN);
    }

    private void store(SearchState state) {
        session.update(
                "UPDATE truename.run SET search = $2::jsonb WHERE number = $1",
                run,
                MAPPER.valueToTree(state).toString());
    }

    private static SearchState read(String json) {
        try {
            return MAPPER.readValue(json, SearchState.class);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
