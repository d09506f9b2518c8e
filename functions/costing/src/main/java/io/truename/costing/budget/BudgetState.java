// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * State of one budget in one period: the latest notification, and when each threshold was first exceeded. The result of merging does not
 * depend on order or number of messages.
 *
 * @param alerts first time by threshold of the cost
 * @param forecasts first time by threshold of the forecast
 */
public record BudgetState(
        BudgetNotification latest,
        NavigableMap<BigDecimal, Instant> alerts,
        NavigableMap<BigDecimal, Instant> forecasts) {
    private static final BigDecimal NONE = BigDecimal.ONE.negate();

    /** Two messages of the same instant are told apart by their content, so that their order does not matter. */
    private static final Comparator<BudgetNotification> LATER = Comparator.comparing(BudgetNotification::publishedAt)
            .thenComparing(BudgetNotification::cost)
            .thenComparing(BudgetNotification::amount)
            .thenComparing(BudgetNotification::name)
            .thenComparing(BudgetNotification::currency)
            .thenComparing(BudgetNotification::account)
            .thenComparing(notification -> notification.alertThreshold().orElse(NONE))
            .thenComparing(notification -> notification.forecastThreshold().orElse(NONE));

    public BudgetState {
        alerts = new TreeMap<>(alerts);
        forecasts = new TreeMap<>(forecasts);
    }

    /** The state after one notification. */
    public static BudgetState of(BudgetNotification notification) {
        return new BudgetState(
                notification,
                thresholds(notification.alertThreshold(), notification.publishedAt()),
                thresholds(notification.forecastThreshold(), notification.publishedAt()));
    }

    /** Both as one. They are of the same budget and period. */
    public BudgetState merge(BudgetState other) {
        return new BudgetState(
                LATER.compare(latest, other.latest) >= 0 ? latest : other.latest,
                earliest(alerts, other.alerts),
                earliest(forecasts, other.forecasts));
    }

    private static NavigableMap<BigDecimal, Instant> thresholds(Optional<BigDecimal> threshold, Instant at) {
        NavigableMap<BigDecimal, Instant> first = new TreeMap<>();
        threshold.ifPresent(share -> first.put(share, at));
        return first;
    }

    private static NavigableMap<BigDecimal, Instant> earliest(
            NavigableMap<BigDecimal, Instant> one, NavigableMap<BigDecimal, Instant> two) {
        NavigableMap<BigDecimal, Instant> all = new TreeMap<>(one);
        two.forEach((share, at) -> all.merge(share, at, (a, b) -> a.isBefore(b) ? a : b));
        return all;
    }
}
