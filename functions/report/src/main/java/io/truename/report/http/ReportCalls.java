// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.Ids;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.ContentNegotiation;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.Reports;
import io.truename.report.making.SnapshotJson;
import io.truename.reporting.ReportJson;
import io.truename.reporting.ReportLinks;
import io.truename.reviewing.audience.Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Handlers of reports: begin, do a step, list, show. */
final class ReportCalls {
    /** A caller waits so long for a report before it is left to messages. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final ReportEvents events;
    private final Optional<FeedbackLinks> links;
    private final ZoneId zone;
    private final Clock clock;

    /** {@code links} is empty if reports have none. */
    ReportCalls(ReportEvents events, Optional<FeedbackLinks> links, ZoneId zone, Clock clock) {
        this.events = events;
        this.links = links;
        this.zone = zone;
        this.clock = clock;
    }

    EdgeResponse begin(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Order order = OrderBody.read(body, problems, zone, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Stored report = with.reports().begin(order, AT_ONCE);
        ended(report);
        int status = report.state() == State.RUNNING ? 202 : 200;
        return EdgeResponse.json(status, Map.of("Location", "reports/" + report.id()), json -> write(json, report));
    }

    /** Does a step of the report that the body names. */
    Outcome step(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        if (!body.has("report")) {
            body.problem("report", Rules.GIVEN + ": the id of a report", Rules.NOTHING);
        }
        Optional<UUID> id = body.text("report", Optional.empty(), text -> Optional.of(Ids.parse(text)));
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        Reports.Step step = with.reports().step(id.orElseThrow());
        with.reports().after(id.orElseThrow(), step);
        if (step == Reports.Step.ENDED) {
            with.reports().find(id.orElseThrow()).ifPresent(this::ended);
        }
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("report", id.orElseThrow().toString());
            json.writeStringField("step", step.name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }));
    }

    private void ended(Stored report) {
        if (report.state() != State.RUNNING) {
            events.reportEnded(report.order().kind(), report.state() == State.READY);
        }
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.limit();
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        Optional<Kind> kind =
                query.read("kind", "kind must be savings, cost, weekly, migration or feedback", OrderBody::kind);
        return query.refusal("kind, limit and after")
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> with.reportStore().list(session, kind, limit, after)),
                        ReportCalls::write));
    }

    EdgeResponse find(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        boolean mail = query.read("form", "form must be mail, or left out", ReportCalls::mail)
                .isPresent();
        Optional<String> table =
                query.read("table", "table must be the key of a section of the report", ReportCalls::key);
        Optional<Reader> reader = query.read(
                "audience", "audience must be engineering, leadership, support or public", ReportCalls::reader);
        Optional<EdgeResponse> refusal = query.refusal("audience, form and table");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<ReportForm> form =
                ContentNegotiation.choose(request.accept(), List.of(ReportForm.values()), ReportForm::mediaType);
        if (form.isEmpty() && !mail && table.isEmpty()) {
            return Problem.of(
                            406,
                            "The report has no such form",
                            "Send Accept: application/json, text/markdown, text/html or application/openmetrics-text; or"
                                    + " ask for form=mail, or table=KEY for CSV.")
                    .response(Map.of("Vary", "Accept"));
        }
        BiFunction<byte[], ReportLinks, EdgeResponse> renderer = mail
                ? ReportForm::mail
                : table.<BiFunction<byte[], ReportLinks, EdgeResponse>>map(
                                key -> (snapshot, none) -> ReportForm.csv(snapshot, key))
                        .orElseGet(() -> form.orElseThrow()::of);
        return Ids.of(request, "id")
                .flatMap(id -> with.reports().find(id))
                .map(report -> shown(
                        with, report, snapshot -> renderer.apply(seenBy(reader, snapshot), links(report, reader))))
                .orElseGet(() -> Problem.of(404, "There is no such report", "GET /reports lists them.")
                        .response());
    }

    private ReportLinks links(Stored report, Optional<Reader> reader) {
        return links.map(its -> its.of(report, reader)).orElse(ReportLinks.NONE);
    }

    private static boolean mail(String text) {
        if (text.equals("mail")) {
            return true;
        }
        throw new IllegalArgumentException();
    }

    private static Reader reader(String text) {
        for (Reader reader : Reader.values()) {
            if (reader.name().toLowerCase(Locale.ROOT).equals(text)) {
                return reader;
            }
        }
        throw new IllegalArgumentException();
    }

    /** The snapshot in the order and depth of a reader. */
    private static byte[] seenBy(Optional<Reader> reader, byte[] snapshot) {
        return reader.map(its ->
                        ReportJson.render(its.of(SnapshotJson.read(snapshot))).getBytes(StandardCharsets.UTF_8))
                .orElse(snapshot);
    }

    private static String key(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9]{0,59}")) {
            return text;
        }
        throw new IllegalArgumentException();
    }

    private static EdgeResponse shown(Services with, Stored report, Function<byte[], EdgeResponse> renderer) {
        if (report.state() != State.READY) {
            return EdgeResponse.json(report.state() == State.RUNNING ? 202 : 200, json -> write(json, report));
        }
        return with.reports()
                .snapshot(report.id())
                .map(renderer)
                .orElseGet(() -> Problem.of(
                                404,
                                "The report was deleted",
                                "The bucket's rules delete old reports; make it again with POST /reports.")
                        .response());
    }

    private static void write(JsonGenerator json, Stored report) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", report.id().toString());
        json.writeStringField("kind", OrderBody.name(report.order().kind()));
        json.writeStringField("state", report.state().name());
        json.writeStringField("from", report.order().from().toString());
        json.writeStringField("until", report.order().until().toString());
        JsonOutput.raw(json, "options", report.order().options());
        json.writeNumberField("done", report.done());
        json.writeNumberField("of", report.parts());
        json.writeStringField("createdAt", report.createdAt().toString());
        JsonOutput.optional(json, "madeAt", report.madeAt());
        JsonOutput.optional(json, "title", report.title());
        JsonOutput.optional(json, "lead", report.lead());
        JsonOutput.optional(json, "waiting", report.waiting());
        JsonOutput.optional(json, "error", report.error());
        JsonOutput.optional(json, "amends", report.order().amends());
        json.writeEndObject();
    }
}
