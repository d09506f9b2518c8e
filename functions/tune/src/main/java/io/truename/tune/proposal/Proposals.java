// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.history.ComparedCondition;
import io.truename.monitoring.MetricReadException;
import io.truename.postgres.Database;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ProposalStore.Claimed;
import io.truename.postgres.tuning.ProposalStore.Subject;
import io.truename.postgres.tuning.ThresholdStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Begins proposals, makes their parts one by one, and applies them. A part is a call of its own, so that none takes too long. */
public final class Proposals {
    /** For the limit of change a month. */
    private static final Duration MONTH = Duration.ofDays(30);

    private final Database database;
    private final ProposalStore store;
    private final ThresholdStore thresholds;
    private final Supplier<Catalog> catalog;
    private final ProposalMaker maker;
    private final ProposalQueue queue;
    private final Clock clock;

    public Proposals(
            Database database,
            ProposalStore store,
            ThresholdStore thresholds,
            Supplier<Catalog> catalog,
            ProposalMaker maker,
            ProposalQueue queue,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.thresholds = thresholds;
        this.catalog = catalog;
        this.maker = maker;
        this.queue = queue;
        this.clock = clock;
    }

    /** Conditions that a proposal of all alerts has: those whose threshold is a level, and not 0, which must never be exceeded. */
    public static List<ComparedCondition> proposable(Catalog catalog) {
        return catalog.alerts().values().stream()
                .flatMap(alert -> proposable(alert).stream())
                .toList();
    }

    /** Conditions of an alert that a proposal can have. */
    public static List<ComparedCondition> proposable(AlertSpec alert) {
        return ComparedCondition.of(alert).stream()
                .filter(condition -> condition.bound().value() != 0)
                .toList();
    }

    /** Begins a proposal and asks for its first part. */
    public UUID begin(List<ComparedCondition> conditions, int days) {
        List<Subject> subjects = conditions.stream()
                .map(condition -> new Subject(condition.alert().name(), condition.name()))
                .toList();
        UUID proposal = database.inTransaction(session -> store.begin(session, subjects, days, clock.instant()));
        queue.publish(proposal);
        return proposal;
    }

    /**
     * Result of a step.
     *
     * @param made the condition of the part that was made, or failed; empty if nobody has to make one
     * @param error why it could not be made
     */
    public record Step(Optional<Claimed> made, Optional<String> error) {}

    /**
     * Makes the next part.
     *
     * @param proposal empty for any
     */
    public Step step(Optional<UUID> proposal) {
        Optional<Claimed> claimed = database.inTransaction(session -> store.claim(session, proposal, clock.instant()));
        if (claimed.isEmpty()) {
            return new Step(claimed, Optional.empty());
        }
        Claimed part = claimed.get();
        Optional<String> error = make(part);
        queue.publish(part.proposal());
        return new Step(claimed, error);
    }

    private Optional<String> make(Claimed part) {
        Optional<ComparedCondition> condition = find(part.subject());
        String error;
        try {
            if (condition.isPresent()) {
                Instant now = clock.instant();
                ProposalMaker.Made made = maker.make(
                        condition.get(),
                        part.days(),
                        ofPart(part, database.with(thresholds::inForce)),
                        ofPart(part, database.with(session -> thresholds.inForceAt(session, now.minus(MONTH)))),
                        now);
                database.inTransaction(session -> {
                    store.made(session, part, made.json(), made.thresholds());
                    return true;
                });
                return Optional.empty();
            }
            error = "The catalog has no such condition any more.";
        } catch (MetricReadException unread) {
            error = String.valueOf(unread.getMessage());
        }
        String told = error;
        database.inTransaction(session -> {
            store.failed(session, part, told);
            return true;
        });
        return Optional.of(told);
    }

    private static List<ThresholdStore.Threshold> ofPart(Claimed part, List<ThresholdStore.Stored> stored) {
        return stored.stream()
                .map(ThresholdStore.Stored::threshold)
                .filter(threshold -> new Subject(threshold.alert(), threshold.condition()).equals(part.subject()))
                .toList();
    }

    private Optional<ComparedCondition> find(Subject subject) {
        return Optional.ofNullable(catalog.get().alerts().get(subject.alert())).stream()
                .flatMap(alert -> proposable(alert).stream())
                .filter(condition -> condition.name().equals(subject.condition()))
                .findFirst();
    }

    /** Result of putting a proposal's thresholds into force. */
    public sealed interface Applied {
        /** Those of tuned conditions are in force. */
        record Done(List<ThresholdStore.Threshold> thresholds) implements Applied {
            public Done {
                thresholds = List.copyOf(thresholds);
            }
        }

        /** It is still being made, or was decided on before. */
        record NotReady() implements Applied {}

        /** The thresholds that it was compared with and bounded by are in force no more, or the policies have other durations now. */
        record Outdated() implements Applied {}
    }

    /**
     * Puts the thresholds of a proposal into force, those of tuned conditions.
     *
     * @param reason of the person, if any
     */
    public Applied apply(UUID proposal, Optional<String> reason) {
        return database.inTransaction(session -> {
            Optional<ProposalStore.Stored> stored = store.find(session, proposal);
            List<ThresholdStore.Threshold> applied = store.thresholds(session, proposal).stream()
                    .filter(threshold -> isTuned(new Subject(threshold.alert(), threshold.condition())))
                    .toList();
            if (stored.filter(ready -> ready.state() == ProposalStore.State.READY)
                    .filter(ready -> thresholds.changedSince(session, applied, ready.createdAt())
                            || hasOtherDuration(applied, store.parts(session, proposal)))
                    .isPresent()) {
                return new Applied.Outdated();
            }
            if (!store.decide(session, proposal, ProposalStore.State.APPLIED, reason, clock.instant())) {
                return new Applied.NotReady();
            }
            thresholds.apply(session, proposal, applied, clock.instant());
            return new Applied.Done(applied);
        });
    }

    /** A published threshold is for the duration that it was judged with; another release of the catalog may have another. */
    private boolean hasOtherDuration(List<ThresholdStore.Threshold> applied, List<ProposalStore.Part> parts) {
        return applied.stream()
                .anyMatch(threshold -> find(new Subject(threshold.alert(), threshold.condition()))
                        .filter(condition ->
                                condition.condition().lasting().equals(PartResult.lasting(parts, threshold)))
                        .isEmpty());
    }

    private boolean isTuned(Subject subject) {
        return find(subject).filter(condition -> condition.bound().tuned()).isPresent();
    }

    /** Rejects a proposal; whether it was ready. */
    public boolean reject(UUID proposal, Optional<String> reason) {
        return database.inTransaction(
                session -> store.decide(session, proposal, ProposalStore.State.REJECTED, reason, clock.instant()));
    }
}
