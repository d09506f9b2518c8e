// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.postgres.probing.finding.FindingFilter;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.probing.finding.Acknowledgement;
import io.truename.probing.finding.Finding;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.HistoryEntry;
import io.truename.probing.finding.Severity;
import io.truename.probing.recipe.Explanation;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Handlers of findings: list, show, acknowledge. */
final class FindingCalls {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");
    private static final String TIME_RULE = "must be a time such as 2026-12-31T23:59:59Z";

    private final Clock clock;

    FindingCalls(Clock clock) {
        this.clock = clock;
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        FindingFilter filter = new FindingFilter(
                query.read("state", "state must be OPEN, ACKNOWLEDGED or RESOLVED", FindingState::valueOf),
                query.read(
                        "kind",
                        "kind must be the code of a kind, such as id.random",
                        code -> FindingKind.find(code).orElseThrow(IllegalArgumentException::new)),
                query.read("severity", "severity must be CRITICAL, HIGH, MEDIUM or LOW", Severity::valueOf));
        int limit = Limits.of(query);
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal("state, kind, severity, " + Limits.PAGED)
                .orElseGet(() -> JsonPages.of(
                        with.database().inTransaction(session -> {
                            with.findings().expire(session, clock.instant());
                            return with.findings().list(session, filter, limit, after);
                        }),
                        (json, stored) -> {
                            json.writeStartObject();
                            finding(json, stored);
                            json.writeEndObject();
                        }));
    }

    static EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        return refusal.orElseGet(() -> found(with, request).orElseGet(FindingCalls::noSuchFinding));
    }

    private static Optional<EdgeResponse> found(Services with, EdgeRequest request) {
        String fingerprint = request.parameter("fingerprint");
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            return Optional.empty();
        }
        return with.database()
                .with(session -> with.findings().find(session, fingerprint))
                .map(found -> EdgeResponse.json(200, json -> whole(json, found)));
    }

    EdgeResponse acknowledge(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<String> reason = body.text("reason", Optional.empty(), Optional::of);
        boolean given = body.has("until");
        Optional<Instant> until = body.text("until", Optional.empty(), FindingCalls::time);
        body.refuseUnread();
        Instant now = clock.instant();
        if (problems.found() == 0) {
            for (String problem : Acknowledgement.check(reason.orElse(null), until.orElse(null), now)) {
                String field = problem.substring(0, problem.indexOf(' '));
                boolean absent = field.equals("until") ? !given : reason.isEmpty();
                body.problem(field, problem.substring(field.length() + 1), absent ? "nothing" : "something else");
            }
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        String fingerprint = request.parameter("fingerprint");
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            return noSuchFinding();
        }
        Acknowledgement acknowledgement = new Acknowledgement(reason.orElseThrow(), until.orElseThrow());
        FindingStore.Acknowledged done = with.database()
                .inTransaction(session -> with.findings().acknowledge(session, fingerprint, acknowledgement, now));
        return switch (done) {
            case DONE -> found(with, request).orElseGet(FindingCalls::noSuchFinding);
            case RESOLVED ->
                Problem.of(
                                409,
                                "The finding is resolved",
                                "There is nothing to acknowledge; if it comes back, it is open again.")
                        .response();
            case UNKNOWN -> noSuchFinding();
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(TIME_RULE, notATime);
        }
    }

    private static EdgeResponse noSuchFinding() {
        return Problem.of(404, "There is no such finding", "GET /findings lists those there are.")
                .response();
    }

    private static void whole(JsonGenerator json, FindingStore.WithHistory found) throws IOException {
        json.writeStartObject();
        finding(json, found.stored());
        json.writeArrayFieldStart("history");
        List<HistoryEntry> history = found.history();
        for (HistoryEntry entry : history) {
            json.writeStartObject();
            json.writeStringField("at", entry.at().toString());
            json.writeStringField("event", entry.event().code());
            json.writeNumberField("count", entry.count());
            json.writeStringField("note", entry.note());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void finding(JsonGenerator json, FindingStore.Stored stored) throws IOException {
        Finding finding = stored.finding();
        FindingKind kind = finding.cause().kind();
        json.writeStringField("fingerprint", stored.fingerprint());
        json.writeStringField("kind", kind.code());
        json.writeStringField("severity", kind.severity().name());
        json.writeStringField("state", finding.state().name());
        json.writeStringField("table", finding.cause().table());
        json.writeStringField("column", finding.cause().column());
        json.writeStringField("detail", finding.cause().detail());
        json.writeNumberField("count", finding.count());
        json.writeStringField("firstSeen", finding.firstSeen().toString());
        json.writeStringField("lastSeen", finding.lastSeen().toString());
        json.writeArrayFieldStart("samples");
        for (String sample : finding.samples()) {
            json.writeString(sample);
        }
        json.writeEndArray();
        json.writeStringField("meaning", kind.meaning());
        json.writeStringField("explanation", Explanation.of(finding.cause()));
        json.writeStringField("remedy", kind.remedy());
        json.writeStringField("runbook", kind.runbook());
        if (finding.acknowledgement().isPresent()) {
            json.writeObjectFieldStart("acknowledged");
            json.writeStringField("reason", finding.acknowledgement().get().reason());
            json.writeStringField(
                    "until", finding.acknowledgement().get().until().toString());
            json.writeEndObject();
        } else {
            json.writeNullField("acknowledged");
        }
    }
}
