// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.postgres.probing.selfcheck.SelfChecks;
import io.truename.probing.selfcheck.Questions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code POST /self-checks}, of the schedule or a person, and {@code GET /self-checks}. */
final class SelfCheckCalls {
    private static final byte[] EMPTY = {'{', '}'};

    private SelfCheckCalls() {}

    static Outcome run(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        boolean bare = request.message().isPresent() && request.bytes().length == 0;
        JsonBody body = JsonBody.read(bare ? EMPTY : request.bytes(), problems);
        boolean given = body.has("seed");
        int seed = (int) body.whole("seed", 0, 0, Questions.MOST_SEED);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        byte[] result = SelfCheckJson.of(with.selfChecks().run(given ? OptionalInt.of(seed) : OptionalInt.empty()));
        return Outcome.done(EdgeResponse.json(result, Map.of()));
    }

    static EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = Limits.of(query);
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal(Limits.PAGED)
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> SelfChecks.list(session, limit, after)),
                        (json, stored) -> json.writeRawValue(stored.json())));
    }
}
