// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import io.truename.history.AlertHistory;
import io.truename.history.ObjectiveHistory;
import io.truename.monitoring.MetricReadException;
import io.truename.tuning.guard.ErrorBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Error budgets of alerts' objectives. A budget is read once in ten minutes: parts of a proposal follow each other faster. Thread-safe. */
public final class ErrorBudgets {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Supplier<Catalog> catalog;
    private final Supplier<ObjectiveHistory> history;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    public ErrorBudgets(Supplier<Catalog> catalog, Supplier<ObjectiveHistory> history) {
        this.catalog = catalog;
        this.history = history;
    }

    private record Read(Instant at, ErrorBudget budget) {}

    /** Rest of the budget for an alert; one that cannot be read is unknown. */
    ErrorBudget of(AlertSpec alert, Instant now) {
        Optional<SloSpec> objective = objective(alert);
        if (objective.isEmpty()) {
            return ErrorBudget.NONE;
        }
        return read.compute(
                        objective.get().name(),
                        (name, before) ->
                                before != null && before.at().plus(KEPT).isAfter(now)
                                        ? before
                                        : new Read(now, read(objective.get(), now)))
                .budget();
    }

    private ErrorBudget read(SloSpec slo, Instant now) {
        try {
            OptionalDouble left = history.get().budgetLeft(slo, now.minus(AlertHistory.DELAY));
            return left.isPresent()
                    ? ErrorBudget.of(slo.name(), left.getAsDouble())
                    : ErrorBudget.unknown(
                            slo.name(),
                            "nothing was counted in " + slo.rolling().toDays() + " days");
        } catch (MetricReadException unread) {
            String why = String.valueOf(unread.getMessage());
            return ErrorBudget.unknown(slo.name(), why.endsWith(".") ? why.substring(0, why.length() - 1) : why);
        }
    }

    /** Share of good events that an alert's objective asks of a share of events; empty for one of other things. */
    OptionalDouble goal(AlertSpec alert) {
        Optional<SloSpec> objective = objective(alert);
        if (objective.isEmpty()) {
            return OptionalDouble.empty();
        }
        SloSpec slo = objective.get();
        if (slo.indicator() instanceof SloSpec.Indicator.Requests) {
            return OptionalDouble.of(slo.goal());
        }
        // Of windows, the goal is a share of them, and each must have so large a share of good events.
        return slo.indicator() instanceof SloSpec.Indicator.Windows windows && windows.from() < 1
                ? OptionalDouble.of(windows.from())
                : OptionalDouble.empty();
    }

    private Optional<SloSpec> objective(AlertSpec alert) {
        return alert.objective()
                .flatMap(name -> Optional.ofNullable(catalog.get().slos().get(name)));
    }
}
