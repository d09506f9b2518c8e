// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetNotification;
import io.truename.costing.budget.BudgetState;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Store of budgets, one row for each budget and period. {@link BudgetState} decides which notification is the latest; the store locks the
 * row first, so that notifications may come twice, late, in any order and at the same time.
 */
public final class BudgetStore {
    private static final String COLUMNS =
            "budget, period_start, account, name, cost, amount, currency, published_at, alert_threshold, forecast_threshold";

    private record Key(String budget, Instant periodStart) {}

    private record Threshold(Key key, boolean forecast, BigDecimal share, Instant firstAt) {}

    /** Keeps a notification; whether it says anything new. To be called in a transaction. */
    public boolean keep(Session session, BudgetNotification notification) {
        BudgetState told = BudgetState.of(notification);
        if (insert(session, notification)) {
            thresholds(session, told);
            return true;
        }
        BudgetState kept = states(
                        session,
                        "WHERE budget = $1 AND period_start = $2 FOR UPDATE",
                        notification.budget(),
                        Times.at(notification.periodStart()))
                .get(0);
        BudgetState merged = kept.merge(told);
        if (merged.equals(kept)) {
            return false;
        }
        update(session, merged.latest());
        thresholds(session, merged);
        return true;
    }

    /** All budgets in the periods that began since a time. */
    public BudgetLedger ledger(Session session, Instant since) {
        return BudgetLedger.ofStates(states(session, "WHERE period_start >= $1", Times.at(since)));
    }

    private static boolean insert(Session session, BudgetNotification notification) {
        return session.update(
                        "INSERT INTO truename.budget_state (" + COLUMNS
                                + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                        values(notification))
                == 1;
    }

    private static void update(Session session, BudgetNotification notification) {
        session.update(
                "UPDATE truename.budget_state SET account = $3, name = $4, cost = $5, amount = $6, currency = $7,"
                        + " published_at = $8, alert_threshold = $9, forecast_threshold = $10"
                        + " WHERE budget = $1 AND period_start = $2",
                values(notification));
    }

    private static Object[] values(BudgetNotification notification) {
        return new Object[] {
            notification.budget(),
            Times.at(notification.periodStart()),
            notification.account(),
            notification.name(),
            notification.cost(),
            notification.amount(),
            notification.currency(),
            Times.at(notification.publishedAt()),
            orNull(notification.alertThreshold()),
            orNull(notification.forecastThreshold())
        };
    }

    private static Object orNull(Optional<BigDecimal> number) {
        return number.<Object>map(value -> value).orElse(new Null(BigDecimal.class));
    }

    private static void thresholds(Session session, BudgetState state) {
        threshold(session, state, false, state.alerts());
        threshold(session, state, true, state.forecasts());
    }

    private static void threshold(
            Session session, BudgetState state, boolean forecast, NavigableMap<BigDecimal, Instant> first) {
        first.forEach((share, at) -> session.update(
                "INSERT INTO truename.budget_threshold (budget, period_start, forecast, share, first_at)"
                        + " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (budget, period_start, forecast, share)"
                        + " DO UPDATE SET first_at = excluded.first_at",
                state.latest().budget(),
                Times.at(state.latest().periodStart()),
                forecast,
                share,
                Times.at(at)));
    }

    private static List<BudgetState> states(Session session, String which, Object... values) {
        List<BudgetNotification> latest = session.list(
                "SELECT " + COLUMNS + " FROM truename.budget_state " + which, BudgetStore::notification, values);
        Map<Key, NavigableMap<BigDecimal, Instant>> alerts = new HashMap<>();
        Map<Key, NavigableMap<BigDecimal, Instant>> forecasts = new HashMap<>();
        List<Threshold> thresholds = session.list(
                "SELECT budget, period_start, forecast, share, first_at FROM truename.budget_threshold "
                        + which.replace(" FOR UPDATE", ""),
                BudgetStore::threshold,
                values);
        for (Threshold each : thresholds) {
            (each.forecast() ? forecasts : alerts)
                    .computeIfAbsent(each.key(), key -> new TreeMap<>())
                    .put(each.share(), each.firstAt());
        }
        List<BudgetState> states = new ArrayList<>();
        for (BudgetNotification each : latest) {
            Key key = new Key(each.budget(), each.periodStart());
            states.add(new BudgetState(
                    each, alerts.getOrDefault(key, new TreeMap<>()), forecasts.getOrDefault(key, new TreeMap<>())));
        }
        return states;
    }

    private static Threshold threshold(Session.Fields row) {
        return new Threshold(
                new Key(row.text("budget"), Times.of(row, "period_start")),
                row.flag("forecast"),
                row.get("share", BigDecimal.class).stripTrailingZeros(),
                Times.of(row, "first_at"));
    }

    private static BudgetNotification notification(Session.Fields row) {
        return new BudgetNotification(
                row.text("account"),
                row.text("budget"),
                row.text("name"),
                row.get("cost", BigDecimal.class),
                Times.of(row, "period_start"),
                row.get("amount", BigDecimal.class),
                row.text("currency"),
                row.find("alert_threshold", BigDecimal.class),
                row.find("forecast_threshold", BigDecimal.class),
                Times.of(row, "published_at"));
    }
}
