// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ledger of budgets: one state for each budget and period. Messages may come twice, late and in any order; equal sets of messages give equal
 * ledgers. {@link #merge} is commutative, associative and idempotent, so that instances can keep their own and add them.
 */
public final class BudgetLedger {
    private final Map<String, NavigableMap<Instant, BudgetState>> states;

    private BudgetLedger(Map<String, NavigableMap<Instant, BudgetState>> states) {
        this.states = states;
    }

    /** Without messages. */
    public static BudgetLedger empty() {
        return new BudgetLedger(new TreeMap<>());
    }

    public static BudgetLedger of(Collection<BudgetNotification> notifications) {
        Map<String, NavigableMap<Instant, BudgetState>> states = new TreeMap<>();
        notifications.forEach(notification ->
                add(states, notification.budget(), notification.periodStart(), BudgetState.of(notification)));
        return new BudgetLedger(states);
    }

    /** Of states that were kept. */
    public static BudgetLedger ofStates(Collection<BudgetState> kept) {
        Map<String, NavigableMap<Instant, BudgetState>> states = new TreeMap<>();
        kept.forEach(
                state -> add(states, state.latest().budget(), state.latest().periodStart(), state));
        return new BudgetLedger(states);
    }

    public BudgetLedger with(BudgetNotification notification) {
        return merge(of(List.of(notification)));
    }

    public BudgetLedger merge(BudgetLedger other) {
        Map<String, NavigableMap<Instant, BudgetState>> all = new TreeMap<>();
        states.forEach((budget, periods) -> all.put(budget, new TreeMap<>(periods)));
        other.states.forEach((budget, periods) -> periods.forEach((start, state) -> add(all, budget, start, state)));
        return new BudgetLedger(all);
    }

    private static void add(
            Map<String, NavigableMap<Instant, BudgetState>> states, String budget, Instant start, BudgetState state) {
        states.computeIfAbsent(budget, id -> new TreeMap<>()).merge(start, state, BudgetState::merge);
    }

    /** Ids of budgets that told of themselves. */
    public Collection<String> budgets() {
        return List.copyOf(states.keySet());
    }

    /** State of the period that was the newest at a time; a message of an older period that comes late does not hide it. */
    public Optional<BudgetState> find(String budget, Instant at) {
        return Optional.ofNullable(states.getOrDefault(budget, new TreeMap<>()).floorEntry(at))
                .map(Map.Entry::getValue);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BudgetLedger ledger && states.equals(ledger.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }

    @Override
    public String toString() {
        return states.toString();
    }
}
