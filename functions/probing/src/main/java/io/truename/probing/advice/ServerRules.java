// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.percent;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rules on the buffers of the server. */
final class ServerRules {
    private static final double HITS = 0.95;
    private static final long MOST_MISSING = 3;

    private ServerRules() {}

    static List<Advice> advise(ServerFacts server, Optional<DatabaseReading.Counters> before, AdviceLimits limits) {
        long hit = server.blocksHit()
                - before.map(DatabaseReading.Counters::blocksHit).orElse(0L);
        long read = server.blocksRead()
                - before.map(DatabaseReading.Counters::blocksRead).orElse(0L);
        boolean since = hit >= 0 && read >= 0 && hit + read >= limits.blocks();
        long hits = since ? hit : server.blocksHit();
        long misses = since ? read : server.blocksRead();
        double share = (double) hits / Math.max(1, hits + misses);
        List<Advice> advice = new ArrayList<>();
        if (hits + misses >= limits.blocks() && share < HITS) {
            long wanted = Math.max(256, (server.bufferBytes() * 2) >> 20);
            advice.add(new Advice(
                    AdviceRule.CACHE_MISSES,
                    Severity.MEDIUM,
                    "shared_buffers",
                    percent(share) + " of " + count(hits + misses) + " blocks were in buffers of "
                            + bytes(server.bufferBytes()) + "." + missing(server),
                    "ALTER SYSTEM SET shared_buffers = '" + wanted
                            + "MB'; -- Cloud SQL: a larger machine, or gcloud sql instances patch INSTANCE"
                            + " --database-flags=shared_buffers=" + (wanted << 7),
                    "Fewer reads from disk, if a quarter of the machine's memory is not reached yet."));
        }
        return advice;
    }

    private static String missing(ServerFacts server) {
        return server.missing().isEmpty()
                ? ""
                : server.missing().stream()
                        .limit(MOST_MISSING)
                        .map(one -> one.relation() + " " + count(one.blocksRead()))
                        .collect(Collectors.joining(", ", " Since statistics were reset, most were missing of ", "."));
    }
}
