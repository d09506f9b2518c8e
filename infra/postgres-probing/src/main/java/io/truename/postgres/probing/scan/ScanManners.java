// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.health.DatabaseHealthReader;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.hold.HoldLimits;
import io.truename.rekeying.hold.HoldRules;
import io.truename.rekeying.hold.HoldState;
import io.truename.rekeying.hold.RowRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits where a migration would: when others wait for locks, a replica lags, or the server is behind. Looks every few seconds. */
final class ScanManners {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Database corpus;
    private final HoldRules rules = new HoldRules(HoldLimits.DEFAULT);
    private HoldState state = HoldState.NONE;
    private Instant looked = Instant.EPOCH;
    private @Nullable DatabaseHealth last;

    ScanManners(Database corpus) {
        this.corpus = corpus;
    }

    /** A reason to wait. */
    record Wait(String code, String sentence, Duration delay) {}

    synchronized Optional<Wait> look(CorpusSchema schema, Instant now) {
        if (Duration.between(looked, now).compareTo(BETWEEN) < 0 && state.code().isEmpty()) {
            return Optional.empty();
        }
        looked = now;
        DatabaseHealthReader reader = new DatabaseHealthReader(
                corpus.applicationName(),
                schema.tables().stream().map(table -> table.relation().name()).toList());
        DatabaseHealth read = corpus.with(reader::read);
        DatabaseHealth health = last == null ? read : read.since(last);
        last = read;
        HoldRules.Decision decision = rules.decide(health, Optional.empty(), now, RowRate.of(0, now), state);
        state = decision.next();
        return decision.hold().map(ScanManners::wait);
    }

    private static Wait wait(Hold hold) {
        return new Wait(
                hold.code().code(),
                hold.sentence().replace("this run", "this scan").replace("The run", "The scan"),
                hold.retryAfter());
    }
}
