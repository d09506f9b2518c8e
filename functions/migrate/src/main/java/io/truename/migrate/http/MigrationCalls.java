// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.corpus.Ids;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.postgres.Page;
import io.truename.postgres.rekeying.run.CommandResult;
import io.truename.postgres.rekeying.run.RunCreation;
import io.truename.postgres.rekeying.run.RunDefinition;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Handlers that create, show and command runs. */
final class MigrationCalls {
    /** The one refusal that a run's settings may accept. */
    private static final String SLOW_REFERENCE = "reference.unindexed";

    private final MigrateEvents events;

    MigrationCalls(MigrateEvents events) {
        this.events = events;
    }

    EdgeResponse create(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        RunSettings settings = SettingsBody.read(request.bytes(), problems);
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Corpus.Looked looked = with.corpus().look();
        if (looked instanceof Corpus.Looked.Unreadable unreadable) {
            return Answers.refusedPlan(unreadable.problems(), List.of());
        }
        Corpus.Looked.Found found = (Corpus.Looked.Found) looked;
        List<Finding> findings = new ArrayList<>(found.findings());
        if (!settings.acceptNoBackup() && !settings.dryRun()) {
            backupRefusal(with.backup().get()).ifPresent(findings::add);
        }
        if (findings.stream().anyMatch(finding -> refuses(finding, settings))) {
            return Answers.refusedPlan(List.of(), findings);
        }
        RunCreation creation =
                with.runs().create(new RunDefinition(settings, found.yaml(), found.fingerprint(), findings, "{}"));
        if (creation instanceof RunCreation.UnderWay other) {
            return Problem.of(
                            409,
                            "Another run is under way",
                            "Run " + other.run() + " is " + other.state()
                                    + ": bring it to an end, or roll it back, before planning another.")
                    .response(Map.of("Location", "migrations/" + other.run()));
        }
        UUID id = ((RunCreation.Created) creation).run();
        events.transition(id, MigrateEvents.NO_STATE, RunState.PLANNING.name(), MigrateEvents.PLAN);
        with.requests().atOnce(id, 1);
        return answer(with, id, 201, Map.of("Location", "migrations/" + id));
    }

    private static boolean refuses(Finding finding, RunSettings settings) {
        boolean accepted = settings.acceptSlowReferences() && finding.code().equals(SLOW_REFERENCE);
        return finding.severity() == Finding.Severity.REFUSAL && !accepted;
    }

    private static Optional<Finding> backupRefusal(BackupProof proof) {
        return proof instanceof BackupProof.NotProven not
                ? Optional.of(new Finding(
                        Finding.Severity.REFUSAL,
                        "backup.not-proven",
                        "database",
                        "No fresh backup is proven: " + not.reason(),
                        "Make a backup, or plan with \"acceptNoBackup\": true, which is recorded."))
                : Optional.empty();
    }

    static EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int limit = query.limit();
        Optional<Integer> after = query.afterNumber(Integer.MAX_VALUE).map(Long::intValue);
        Optional<EdgeResponse> refusal = query.refusal("limit, after");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Page<RunView> page = with.runs().list(limit, after);
        return JsonPages.of(page, RunJson::write);
    }

    static EdgeResponse find(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        return refusal.orElseGet(() ->
                Ids.of(request, "id").map(id -> answer(with, id, 200, Map.of())).orElseGet(Answers::noSuchRun));
    }

    EdgeResponse command(Services with, EdgeRequest request, RunCommand command) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        String who = body.text("reason", "", MigrationCalls::reason);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Optional<UUID> id = Ids.of(request, "id");
        if (id.isEmpty()) {
            return Answers.noSuchRun();
        }
        Optional<EdgeResponse> unproven =
                with.runs().find(id.get()).flatMap(run -> StartPreflight.refusal(with, run, command));
        if (unproven.isPresent()) {
            return unproven.get();
        }
        CommandResult outcome = with.runs().command(id.get(), command, who);
        if (outcome instanceof CommandResult.Unknown) {
            return Answers.noSuchRun();
        }
        if (outcome instanceof CommandResult.Illegal illegal) {
            return illegal(command, illegal);
        }
        CommandResult.Done done = (CommandResult.Done) outcome;
        events.transition(id.get(), done.from().name(), done.to().name(), command.name());
        if (done.to() == RunState.RUNNING || done.to() == RunState.ROLLING_BACK) {
            with.requests().atOnce(id.get(), done.workers());
        }
        return answer(with, id.get(), 202, Map.of());
    }

    private static String reason(String text) {
        if (text.codePointCount(0, text.length()) > 500) {
            throw new IllegalArgumentException(Rules.mostCharacters(500));
        }
        return text;
    }

    private static EdgeResponse illegal(RunCommand command, CommandResult.Illegal illegal) {
        String legal = illegal.legal().stream().sorted().map(RunCommand::path).collect(Collectors.joining(", "));
        String detail = illegal.reason().isEmpty()
                ? "The run is " + illegal.state() + ". "
                        + (legal.isEmpty()
                                ? "Nothing can be asked of it now."
                                : "What can be asked of it now: " + legal + ".")
                : illegal.reason();
        return Problem.of(409, "The run cannot " + command.path() + " now", detail)
                .response();
    }

    private static EdgeResponse answer(Services with, UUID id, int status, Map<String, String> headers) {
        return with.runs()
                .find(id)
                .map(run -> EdgeResponse.json(status, headers, json -> RunJson.write(json, run)))
                .orElseGet(Answers::noSuchRun);
    }
}
