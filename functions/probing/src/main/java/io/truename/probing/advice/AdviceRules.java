// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All rules of advice, applied to one reading. */
public final class AdviceRules {
    private static final Comparator<Advice> WORST_FIRST =
            Comparator.comparing(Advice::severity).thenComparing(Advice::rule).thenComparing(Advice::subject);

    private AdviceRules() {}

    /**
     * Advises on a reading.
     *
     * @param before counters of an earlier reading; empty compares with the last reset of the statistics
     * @return the worst first; a clean database has none
     */
    public static List<Advice> advise(
            DatabaseReading now, Optional<DatabaseReading.Counters> before, AdviceLimits limits) {
        List<Advice> advice = new ArrayList<>();
        advice.addAll(QueryRules.advise(now, before));
        advice.addAll(IndexRules.advise(now, before, limits));
        advice.addAll(TableRules.advise(now.tables(), now.server(), limits));
        advice.addAll(SessionRules.advise(now.sessions(), limits));
        advice.addAll(ReplicationRules.advise(now, before, limits));
        advice.addAll(VacuumRules.advise(now.server(), limits));
        advice.addAll(ServerRules.advise(now.server(), before, limits));
        advice.sort(WORST_FIRST);
        return List.copyOf(advice);
    }
}
