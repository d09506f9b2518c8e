// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.schema.Finding;
import io.truename.edge.corpus.Ids;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.event.PushMessage;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStore;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/** Handlers of scans: begin, show, and go on for a message or by hand. */
final class ScanCalls {
    private static final byte[] EMPTY = {'{', '}'};
    private static final int MOST_SECONDS = 86_400;
    private static final String KIND_RULE = "must be one of "
            + Arrays.stream(ScanKind.values()).map(ScanKind::code).collect(Collectors.joining(", "));

    private final Clock clock;
    private final Duration longest;

    ScanCalls(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    static EdgeResponse begin(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<ScanKind> kind = kind(body);
        ScanSettings settings = settings(body);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Scans.Begun begun = with.scans().begin(kind.orElse(ScanKind.FULL), settings);
        if (begun instanceof Scans.Begun.Started started) {
            if (kind.orElse(ScanKind.FULL) == ScanKind.FULL) {
                // A person who scans everything wants to know of the stages as well, and not a minute later.
                with.stages().look().run();
            }
            return shown(with, started.scan(), 202);
        }
        if (begun instanceof Scans.Begun.UnderWay underWay) {
            return shown(with, underWay.scan(), 200);
        }
        Scans.Begun.Refused refused = (Scans.Begun.Refused) begun;
        return refused(refused);
    }

    private static EdgeResponse shown(Services with, UUID scan, int status) {
        ScanStore.Stored stored = with.database()
                .with(session -> with.scans().store().find(session, scan))
                .orElseThrow();
        return EdgeResponse.json(status, Map.of("Location", "scans/" + scan), json -> scan(json, stored));
    }

    private static EdgeResponse refused(Scans.Begun.Refused refused) {
        String detail = refused.problems().isEmpty()
                ? "Do what each refusal among the findings says, then send the request again."
                : "Correct every place of the mapping that is listed, then send the request again.";
        return new Problem(422, "The corpus cannot be scanned", detail, refused.problems(), 0).response(json -> {
            json.writeArrayFieldStart("findings");
            for (Finding finding : refused.findings()) {
                json.writeStartObject();
                json.writeStringField("severity", finding.severity().name());
                json.writeStringField("code", finding.code());
                json.writeStringField("subject", finding.subject());
                json.writeStringField("reason", finding.reason());
                json.writeStringField("remedy", finding.remedy());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = Limits.of(query);
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal(Limits.PAGED)
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> with.scans().store().list(session, limit, after)),
                        ScanCalls::scan));
    }

    static EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        return refusal.orElseGet(() -> Ids.of(request, "id")
                .flatMap(with.scans()::find)
                .map(stored -> {
                    List<ScanStore.PartSeen> parts = stored.kind() == ScanKind.FULL
                            ? with.database().with(with.scans().store()::parts)
                            : List.of();
                    return EdgeResponse.json(200, json -> scan(json, stored, parts));
                })
                .orElseGet(() -> Problem.of(404, "There is no such scan", "GET /scans lists those there are.")
                        .response()));
    }

    Outcome step(Services with, EdgeRequest request) {
        Instant now = clock.instant();
        Optional<Instant> notBefore = request.message()
                .map(message -> message.attributes().get("notBefore"))
                .flatMap(ScanCalls::instant)
                .filter(now::isBefore);
        if (notBefore.isPresent()) {
            // Nobody is kept waiting: Pub/Sub delivers it again.
            return Outcome.again(
                    Duration.between(now, notBefore.get()),
                    Problem.of(429, "It is too early for this step", "Send it again later.")
                            .response());
        }
        FieldProblems problems = new FieldProblems();
        boolean bare = request.message().isPresent() && request.bytes().length == 0;
        JsonBody body = JsonBody.read(bare ? EMPTY : request.bytes(), problems);
        Optional<UUID> scan = body.text("scan", Optional.empty(), text -> Optional.of(Ids.parse(text)));
        Optional<ScanKind> kind = kind(body);
        ScanSettings settings = settings(body);
        body.refuseUnread();
        if (scan.isPresent() && kind.isPresent()) {
            body.problem("kind", "must be left out where scan is given", "both");
        }
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        Instant deadline = now.plus(longest);
        Scans.Step step = scan.isPresent()
                ? with.scans()
                        .step(
                                scan.get(),
                                request.message().map(ScanCalls::number).orElse(OptionalLong.empty()),
                                deadline)
                : kind.map(asked -> asked(with, asked, settings, deadline)).orElseGet(() -> wake(with, deadline));
        byte[] answer = JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("outcome", step.outcome());
            json.writeNumberField("rows", step.rows());
            json.writeEndObject();
        });
        Map<String, Object> log = new HashMap<>(step.log());
        log.put("scan", step.outcome());
        log.put("rows", step.rows());
        return Outcome.done(EdgeResponse.json(answer, log));
    }

    /** Request of the schedule, each minute. A pipeline that has stopped sends no event that would have its stages looked at. */
    private static Scans.Step wake(Services with, Instant deadline) {
        Scans.Step woken = with.scans().wake(deadline);
        with.stages().watch().run();
        return woken;
    }

    /** A scan that the schedule asks for: it begins, or the one under way goes on. */
    private static Scans.Step asked(Services with, ScanKind kind, ScanSettings settings, Instant deadline) {
        Scans.Begun begun = with.scans().begin(kind, settings);
        if (begun instanceof Scans.Begun.Started started) {
            return with.scans().step(started.scan(), OptionalLong.empty(), deadline);
        }
        if (begun instanceof Scans.Begun.UnderWay underWay) {
            return with.scans().step(underWay.scan(), OptionalLong.empty(), deadline);
        }
        return new Scans.Step("refused", 0, Map.of());
    }

    private static Optional<ScanKind> kind(JsonBody body) {
        return body.text(
                "kind",
                Optional.empty(),
                text -> Optional.of(ScanKind.find(text).orElseThrow(() -> new IllegalArgumentException(KIND_RULE))));
    }

    private static ScanSettings settings(JsonBody body) {
        boolean limited = body.has("seconds");
        int seconds = (int) body.whole("seconds", 0, 1, MOST_SECONDS);
        int rows = (int) body.whole("rows", ScanSettings.USUAL_ROWS, ScanSettings.LEAST_ROWS, ScanSettings.MOST_ROWS);
        return new ScanSettings(limited && seconds > 0 ? Optional.of(seconds) : Optional.empty(), rows);
    }

    /** Number of the step in its scan's chain; empty if the attribute is missing or is not a number. */
    private static OptionalLong number(PushMessage message) {
        String text = message.attributes().getOrDefault("step", "");
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }

    private static void scan(JsonGenerator json, ScanStore.Stored scan) throws IOException {
        scan(json, scan, List.of());
    }

    private static void scan(JsonGenerator json, ScanStore.Stored scan, List<ScanStore.PartSeen> parts)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", scan.id().toString());
        json.writeStringField("kind", scan.kind().code());
        json.writeStringField("state", scan.state().name());
        json.writeStringField("createdAt", scan.createdAt().toString());
        JsonOutput.optional(json, "endedAt", scan.endedAt());
        JsonOutput.optional(json, "waiting", scan.waiting());
        JsonOutput.optional(json, "error", scan.error());
        JsonOutput.raw(json, "settings", scan.settings());
        if (scan.summary().isPresent()) {
            JsonOutput.raw(json, "summary", scan.summary().get());
        } else {
            json.writeNullField("summary");
        }
        if (!parts.isEmpty()) {
            json.writeArrayFieldStart("parts");
            for (ScanStore.PartSeen part : parts) {
                json.writeStartObject();
                json.writeStringField("part", part.part());
                json.writeStringField("lastSeen", part.lastSeen().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
