// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ranking of optimisations, and their saving together. Of those that lower the same part of the bill only the first counts in the sum.
 *
 * @param ranked those without high risk first, then by the middle of the range
 * @param counted those in the sum: no two share a scope
 */
public record OptimisationRanking(List<Optimisation> ranked, List<Optimisation> counted) {
    public OptimisationRanking {
        ranked = List.copyOf(ranked);
        counted = List.copyOf(counted);
    }

    /** Ranks; equal ones by key, so that the order is always the same. */
    public static OptimisationRanking of(Collection<Optimisation> optimisations) {
        List<Optimisation> ranked = new ArrayList<>(optimisations);
        ranked.sort(Comparator.comparing((Optimisation each) -> each.risk() == Optimisation.Risk.HIGH)
                .thenComparing(Optimisation::middle, Comparator.reverseOrder())
                .thenComparing(Optimisation::key));
        List<Optimisation> counted = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Optimisation each : ranked) {
            if (each.scopes().stream().noneMatch(taken::contains)) {
                taken.addAll(each.scopes());
                counted.add(each);
            }
        }
        return new OptimisationRanking(ranked, counted);
    }

    /** Those that overlap with one ranked before, and so are not in the sum. */
    public List<Optimisation> overlapping() {
        return ranked.stream().filter(each -> !counted.contains(each)).toList();
    }

    /** Saved each month at least, overlaps once. */
    public BigDecimal low() {
        return counted.stream().map(Optimisation::low).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Saved each month at most, overlaps once. */
    public BigDecimal high() {
        return counted.stream().map(Optimisation::high).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
