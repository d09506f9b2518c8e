// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.probing.advice.Advice;
import io.truename.probing.advice.AdviceLimits;
import io.truename.probing.advice.AdviceRule;
import io.truename.probing.advice.AdviceRules;
import io.truename.probing.advice.DatabaseReading;
import io.truename.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** What the probe advises on a database without a mapping, with limits that small troubles reach. */
final class Advised {
    static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final AdviceLimits SMALL = new AdviceLimits(
            Duration.ofMillis(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            64 << 10,
            1 << 20,
            1_000,
            1_000,
            1 << 20,
            Duration.ofDays(7));

    /** Between two looks at the server, whose statistics come within a second. */
    static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private Advised() {}

    static DatabaseReading reading(TestDatabase corpus) {
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "truename-probe", 2)) {
            return DatabaseReader.read(database, Optional.empty());
        }
    }

    static List<Advice> advise(TestDatabase corpus, AdviceRule rule) {
        return ofRule(AdviceRules.advise(reading(corpus), Optional.empty(), SMALL), rule);
    }

    static List<Advice> ofRule(List<Advice> advice, AdviceRule rule) {
        return advice.stream().filter(one -> one.rule() == rule).toList();
    }

    static List<Advice> awaited(TestDatabase corpus, AdviceRule rule, Predicate<List<Advice>> wanted) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Advice> advice = advise(corpus, rule);
        while (!wanted.test(advice) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
            advice = advise(corpus, rule);
        }
        return advice;
    }

    static void until(TestDatabase corpus, String condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!corpus.value(condition).equals("t")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + condition);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Runs it as psql does, one statement after the other. */
    static void asWritten(TestDatabase corpus, String statements) {
        for (String one : statements.replaceAll("--.*", "").split(";", -1)) {
            if (!one.isBlank()) {
                corpus.executeAsSuperuser(one);
            }
        }
    }
}
