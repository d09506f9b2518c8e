// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.Catalog;
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
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportMarkdown;
import io.truename.tune.proposal.ProposalReport;
import io.truename.tune.proposal.Proposals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Handlers of proposals: begin, make a part, show. {@link DecisionCalls} decides on them. */
final class ProposalCalls {
    private static final String ALL = "all";
    private static final Map<String, String> VARY = Map.of("Vary", "Accept");
    private static final int MOST_ALERTS = 100;
    private static final byte[] EMPTY = {'{', '}'};

    private final Supplier<Catalog> catalog;
    private final TuneEvents events;

    ProposalCalls(Supplier<Catalog> catalog, TuneEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    EdgeResponse begin(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        List<ComparedCondition> conditions = conditions(body);
        int days = days(body);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        UUID proposal = with.proposals().begin(conditions, days);
        return EdgeResponse.json(202, Map.of("Location", "proposals/" + proposal), json -> {
            json.writeStartObject();
            json.writeStringField("id", proposal.toString());
            json.writeStringField("state", ProposalStore.State.RUNNING.name());
            json.writeEndObject();
        });
    }

    private static int days(JsonBody body) {
        return (int) body.whole("days", BaselineCalls.USUAL_DAYS, 5, BaselineCalls.MOST_DAYS);
    }

    private List<ComparedCondition> conditions(JsonBody body) {
        if (!body.has("alerts") || body.hasText("alerts")) {
            body.text("alerts", ALL, ProposalCalls::all);
            return Proposals.proposable(catalog.get());
        }
        return body.texts("alerts", MOST_ALERTS, "names of alerts", this::conditions).stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static String all(String text) {
        if (!text.equals(ALL)) {
            throw new IllegalArgumentException("must be all, or an array of names of alerts");
        }
        return text;
    }

    private List<ComparedCondition> conditions(String name) {
        List<ComparedCondition> conditions = Proposals.proposable(AlertFields.alert(catalog.get(), name));
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("must be an alert that compares with a threshold other than 0");
        }
        return conditions;
    }

    /** Makes a part of the proposal that the body names, or of any; or begins a new one, which sends the message for its first part. */
    Outcome step(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems);
        Optional<UUID> proposal = body.text("proposal", Optional.empty(), ProposalCalls::id);
        boolean begins = body.flag("begin", false);
        int days = days(body);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        if (begins) {
            UUID begun = with.proposals().begin(Proposals.proposable(catalog.get()), days);
            return Outcome.done(EdgeResponse.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("proposal", begun.toString());
                JsonOutput.optional(json, "error", Optional.empty());
                json.writeEndObject();
            }));
        }
        Proposals.Step step = with.proposals().step(proposal);
        step.made()
                .ifPresent(part ->
                        events.partMade(part.subject().alert(), step.error().isEmpty()));
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            if (step.made().isPresent()) {
                json.writeStringField("proposal", step.made().get().proposal().toString());
                json.writeStringField("alert", step.made().get().subject().alert());
            }
            JsonOutput.optional(json, "error", step.error());
            json.writeEndObject();
        }));
    }

    private static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return Optional.of(id);
            }
        } catch (IllegalArgumentException notAnId) {
            throw new IllegalArgumentException("must be the id of a proposal", notAnId);
        }
        throw new IllegalArgumentException("must be the id of a proposal, in small letters");
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.limit();
        Optional<Long> after = query.afterNumber(Long.MAX_VALUE);
        return query.refusal("limit and after")
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> with.proposalStore().list(session, limit, after)),
                        (json, stored) -> {
                            json.writeStartObject();
                            write(json, stored);
                            json.writeEndObject();
                        }));
    }

    /** Forms of a proposal; the first is the default for a caller that accepts any. */
    private enum Rendering {
        JSON("application/json"),
        MARKDOWN("text/markdown"),
        HTML("text/html");

        private final String mediaType;

        Rendering(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Rendering> rendering =
                ContentNegotiation.choose(request.accept(), List.of(Rendering.values()), one -> one.mediaType);
        if (rendering.isEmpty()) {
            return Problem.of(
                            406,
                            "The proposal has no such form",
                            "Send Accept: application/json, text/markdown or text/html.")
                    .response(VARY);
        }
        return Ids.of(request, "id")
                .flatMap(id -> rendering.get() == Rendering.JSON ? found(with, id) : report(with, id, rendering.get()))
                .orElseGet(ProposalCalls::noSuchProposal);
    }

    private static Optional<EdgeResponse> report(Services with, UUID id, Rendering rendering) {
        return with.database()
                .with(session -> with.proposalStore()
                        .find(session, id)
                        .map(stored ->
                                ProposalReport.of(stored, with.proposalStore().parts(session, id))))
                .map(report -> rendering == Rendering.HTML ? ReportHtml.render(report) : ReportMarkdown.render(report))
                .map(text -> new EdgeResponse(
                        200,
                        rendering.mediaType + ";charset=utf-8",
                        VARY,
                        text.getBytes(StandardCharsets.UTF_8),
                        Map.of()));
    }

    private static Optional<EdgeResponse> found(Services with, UUID id) {
        return with.database()
                .with(session -> with.proposalStore()
                        .find(session, id)
                        .map(stored -> whole(stored, with.proposalStore().parts(session, id))));
    }

    private static EdgeResponse whole(ProposalStore.Stored stored, List<ProposalStore.Part> parts) {
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            write(json, stored);
            json.writeArrayFieldStart("parts");
            for (ProposalStore.Part part : parts) {
                json.writeStartObject();
                json.writeStringField("alert", part.subject().alert());
                json.writeStringField("condition", part.subject().condition());
                JsonOutput.optional(json, "error", part.error());
                if (part.result().isPresent()) {
                    JsonOutput.raw(json, "result", part.result().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, ProposalStore.Stored stored) throws IOException {
        json.writeStringField("id", stored.id().toString());
        json.writeStringField("state", stored.state().name());
        json.writeNumberField("days", stored.days());
        json.writeStringField("createdAt", stored.createdAt().toString());
        JsonOutput.optional(json, "decidedAt", stored.decidedAt());
        JsonOutput.optional(json, "reason", stored.reason());
        json.writeNumberField("total", stored.counts().parts());
        json.writeNumberField("made", stored.counts().made());
        json.writeNumberField("failed", stored.counts().failed());
        json.writeNumberField("changed", stored.counts().changed());
    }

    /** A proposal with its parts. */
    static EdgeResponse shown(Services with, UUID id) {
        return found(with, id).orElseGet(ProposalCalls::noSuchProposal);
    }

    static EdgeResponse noSuchProposal() {
        return Problem.of(404, "There is no such proposal", "GET /proposals lists them.")
                .response();
    }
}
