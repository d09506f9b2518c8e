// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import io.truename.catalog.ActionSpec;
import io.truename.catalog.Catalog;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.tuning.ActionStore;
import io.truename.postgres.tuning.ActionStore.Taken;
import io.truename.tune.incident.Incidents;
import io.truename.tuning.action.Action;
import io.truename.tuning.action.ActionRule;
import io.truename.tuning.action.ActionState;
import io.truename.tuning.action.Actions;
import io.truename.tuning.action.Decision;
import io.truename.tuning.action.PersonsNo;
import io.truename.tuning.incident.Opening;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides about automatic actions, one instance at a time, and carries out decisions once they are stored. An instance
 * that stops in between leaves the work to the next tick, so each action may be carried out twice.
 */
public final class ActionRunner {
    private static final String PAUSE =
            "Automatic: an alert has been open for too long. GET /actions of tune has more.";
    private static final String CARRIED = "It was carried out.";
    private static final String TAKEN_BACK = "It was taken back.";
    private static final String WARM = Action.WARM_CACHE.catalogName();

    private final Database database;
    private final ActionStore store;
    private final Supplier<Catalog> catalog;
    private final Incidents incidents;
    private final Migrations migrations;
    private final KnownAnswers answers;
    private final Clock clock;

    public ActionRunner(
            Database database,
            ActionStore store,
            Supplier<Catalog> catalog,
            Incidents incidents,
            Migrations migrations,
            KnownAnswers answers,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.incidents = incidents;
        this.migrations = migrations;
        this.answers = answers;
        this.clock = clock;
    }

    /** Result of a call. */
    public record Ran(List<Decision> changed, List<String> failures) {}

    /** Decides, and carries out due actions. */
    public Ran run() {
        List<Opening> openings = incidents.known().openings();
        List<Decision> changed = database.inTransaction(session -> decide(session, openings));
        List<String> failures = new ArrayList<>();
        if (warms()) {
            // Answers hold for some minutes only.
            attempt(WARM, answers::warm).ifPresent(failures::add);
        }
        for (Taken due : database.with(store::due)) {
            carryOut(due).ifPresent(failures::add);
        }
        return new Ran(changed, List.copyOf(failures));
    }

    /** Whether the catalog's thresholds count instead of tuned ones. */
    public boolean staticThresholds() {
        return database.with(store::taken).stream()
                .anyMatch(taken -> taken.action().equals(Action.STATIC_THRESHOLDS.catalogName())
                        && taken.reversedAt().isEmpty());
    }

    /** Whether answers are to be kept warm: the warming is in effect, was carried out once, and nobody says no. */
    private boolean warms() {
        return database.with(session ->
                noes(session, clock.instant()).stream().noneMatch(no -> no.action() == Action.WARM_CACHE)
                        && store.taken(session).stream()
                                .anyMatch(taken -> taken.action().equals(WARM)
                                        && taken.doneAt().isPresent()
                                        && taken.reversedAt().isEmpty()));
    }

    private List<Decision> decide(Session session, List<Opening> openings) {
        store.serialise(session);
        Instant now = clock.instant();
        List<Decision> decisions =
                Actions.decide(rules(), state(store.taken(session)), openings, now, noes(session, now));
        List<Decision> changed = new ArrayList<>();
        for (Decision decision : decisions) {
            Optional<String> subject = subject(session, decision);
            if (subject.isEmpty()) {
                // There is no run to pause.
                continue;
            }
            String action = decision.action().catalogName();
            if (store.record(session, action, decision.outcome().name(), decision.reason(), decision.incident(), now)) {
                changed.add(decision);
            }
            if (decision.outcome() == Decision.Outcome.ACT) {
                store.act(session, action, subject.get(), now);
            } else if (decision.outcome() == Decision.Outcome.REVERSE) {
                store.reverse(session, action, now);
            }
        }
        return changed;
    }

    private Optional<String> subject(Session session, Decision decision) {
        return decision.action() == Action.PAUSE_MIGRATION && decision.outcome() == Decision.Outcome.ACT
                ? store.runningMigration(session).map(UUID::toString)
                : Optional.of("");
    }

    private List<ActionRule> rules() {
        return catalog.get().actions().values().stream()
                .flatMap(spec -> Action.find(spec.name()).map(action -> rule(action, spec)).stream())
                .toList();
    }

    private static ActionRule rule(Action action, ActionSpec spec) {
        return new ActionRule(
                action,
                spec.enabled(),
                new HashSet<>(spec.alerts()),
                spec.after(),
                spec.repeats(),
                spec.quiet(),
                spec.coolDown(),
                spec.perDay());
    }

    private static ActionState state(List<Taken> taken) {
        return new ActionState(taken.stream()
                .flatMap(
                        one -> Action.find(one.action())
                                .map(action -> new ActionState.Taken(action, one.at(), one.reversedAt()))
                                .stream())
                .toList());
    }

    private List<PersonsNo> noes(Session session, Instant now) {
        return store.noes(session, now).stream()
                .flatMap(no -> Action.find(no.action())
                        .map(action -> new PersonsNo(action, no.by(), no.at(), no.until(), no.reason()))
                        .stream())
                .toList();
    }

    /** Work that another function may refuse. */
    private interface Command {
        void run() throws CommandRefusedException;
    }

    /** Carries out an action, or takes it back; the reason if that failed, which the next tick tries again. */
    private Optional<String> carryOut(Taken due) {
        boolean back = due.reversedAt().isPresent();
        return attempt(due.action(), () -> record(due, back, done(due, back)));
    }

    private Optional<String> attempt(String action, Command command) {
        try {
            command.run();
            return Optional.empty();
        } catch (CommandRefusedException refused) {
            String reason = String.valueOf(refused.getMessage());
            database.inTransaction(
                    session -> store.record(session, action, "FAILED", reason, Optional.empty(), clock.instant()));
            return Optional.of(action + ": " + reason);
        }
    }

    /** Carries out due actions, and says so. */
    private String done(Taken due, boolean back) throws CommandRefusedException {
        if (due.action().equals(Action.PAUSE_MIGRATION.catalogName())) {
            return commandMigration(UUID.fromString(due.subject()), back);
        }
        if (due.action().equals(WARM) && !back) {
            answers.warm();
        }
        return back ? TAKEN_BACK : CARRIED;
    }

    private void record(Taken due, boolean back, String done) {
        database.inTransaction(session -> {
            Instant now = clock.instant();
            if (back) {
                store.undone(session, due, now);
            } else {
                store.done(session, due, now);
            }
            return store.record(session, due.action(), "DONE", done, Optional.empty(), now);
        });
    }

    /** Leaves a run alone that a person paused, before the action or after it. */
    private String commandMigration(UUID run, boolean back) throws CommandRefusedException {
        if (!back) {
            migrations.pause(run, PAUSE);
            return isOurs(run) ? CARRIED : "The run did not run any more, or a person had paused it.";
        }
        if (!isOurs(run)) {
            return "The run is left as it is: a person has it in hand, or it ended.";
        }
        migrations.resume(run);
        return TAKEN_BACK;
    }

    private boolean isOurs(UUID run) {
        return database.with(session -> store.pausedFor(session, run, PAUSE));
    }
}
