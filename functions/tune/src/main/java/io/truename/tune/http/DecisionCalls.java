// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.Catalog;
import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tune.proposal.ProposalFiles;
import io.truename.tune.proposal.Proposals;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Handlers of decisions on proposals: apply, also as a file that changes nothing here, and reject. */
final class DecisionCalls {
    private static final byte[] EMPTY = {'{', '}'};

    private final Supplier<Catalog> catalog;
    private final TuneEvents events;
    private final Clock clock;

    DecisionCalls(Supplier<Catalog> catalog, TuneEvents events, Clock clock) {
        this.catalog = catalog;
        this.events = events;
        this.clock = clock;
    }

    EdgeResponse apply(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<Form> form = query.read("as", "as must be tfvars or patch", Form::parse);
        Optional<EdgeResponse> refusal = query.refusal("as");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return form.isPresent() ? file(with, request, form.get()) : putIntoForce(with, request);
    }

    /** Other ways to put thresholds in place, by files that change nothing here. */
    private enum Form {
        TFVARS,
        PATCH;

        static Form parse(String word) {
            return switch (word) {
                case "tfvars" -> TFVARS;
                case "patch" -> PATCH;
                default -> throw new IllegalArgumentException(word);
            };
        }
    }

    private EdgeResponse file(Services with, EdgeRequest request, Form form) {
        Optional<UUID> id = existing(with, request);
        if (id.isEmpty()) {
            return ProposalCalls.noSuchProposal();
        }
        Map<ComparedCondition, ProposalFiles.Setting> settings = with.database()
                .with(session -> ProposalFiles.settings(
                        catalog.get(),
                        with.proposalStore().thresholds(session, id.get()),
                        with.proposalStore().parts(session, id.get())));
        if (settings.isEmpty()) {
            return Problem.of(
                            409,
                            "The proposal changes no threshold",
                            "It is still being made, or keeps today's. GET /proposals/{id} says why.")
                    .response();
        }
        if (form == Form.TFVARS) {
            FieldProblems problems = new FieldProblems();
            reason(request, problems);
            return problems.found() > 0
                    ? Problem.badRequest(problems).response()
                    : json(ProposalFiles.tfvars(settings));
        }
        try {
            return json(ProposalFiles.patch(settings, request.bytes()));
        } catch (ProposalFiles.PolicyException unreadable) {
            return Problem.of(422, "The policies cannot be updated", String.valueOf(unreadable.getMessage()))
                    .response();
        }
    }

    private static EdgeResponse json(String file) {
        return EdgeResponse.json(file.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private EdgeResponse putIntoForce(Services with, EdgeRequest request) {
        return decided(with, request, (id, reason) -> {
            Proposals.Applied applied = with.proposals().apply(id, reason);
            if (applied instanceof Proposals.Applied.NotReady) {
                return notReady();
            }
            if (applied instanceof Proposals.Applied.Outdated) {
                return outdated();
            }
            with.publishThresholds(clock.instant());
            ((Proposals.Applied.Done) applied)
                    .thresholds().stream()
                            .map(ThresholdStore.Threshold::alert)
                            .distinct()
                            .forEach(alert -> events.thresholdsChanged(alert, TuneEvents.Change.APPLIED));
            return ProposalCalls.shown(with, id);
        });
    }

    EdgeResponse reject(Services with, EdgeRequest request) {
        return decided(
                with,
                request,
                (id, reason) -> with.proposals().reject(id, reason) ? ProposalCalls.shown(with, id) : notReady());
    }

    private interface Decision {
        EdgeResponse decide(UUID proposal, Optional<String> reason);
    }

    private static EdgeResponse decided(Services with, EdgeRequest request, Decision decision) {
        FieldProblems problems = new FieldProblems();
        Optional<String> reason = reason(request, problems);
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return existing(with, request).map(id -> decision.decide(id, reason)).orElseGet(ProposalCalls::noSuchProposal);
    }

    private static Optional<String> reason(EdgeRequest request, FieldProblems problems) {
        JsonBody body = JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems);
        Optional<String> reason = body.text("reason", Optional.empty(), text -> Optional.of(PersonsWords.parse(text)));
        body.refuseUnread();
        return reason;
    }

    private static Optional<UUID> existing(Services with, EdgeRequest request) {
        return Ids.of(request, "id")
                .filter(named -> with.database()
                        .with(session ->
                                with.proposalStore().find(session, named).isPresent()));
    }

    private static EdgeResponse notReady() {
        return Problem.of(
                        409,
                        "The proposal cannot be decided on",
                        "It is still being made, or was applied or rejected before. GET /proposals/{id} shows its state.")
                .response();
    }

    private static EdgeResponse outdated() {
        return Problem.of(
                        409,
                        "The proposal is outdated",
                        "Thresholds of its alerts were applied or rolled back after it was begun, or the policies have other durations"
                                + " now. Begin a new one.")
                .response();
    }
}
