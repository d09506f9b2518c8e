// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.postgres.probing.known.CorpusVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Version of the corpus, read again when it is older than the bound. Concurrent requests share one reading. Its answer also ties this
 * instance's clock to the database's, by which all instances tell how old a shared answer is. Thread-safe.
 */
final class Freshness {
    /** While the database does not answer, requests share the failure for this long instead of waiting one after the other. */
    private static final Duration SHARED_FAILURE = Duration.ofMillis(500);

    private final Supplier<CorpusVersion> reader;
    private final long bound;
    private final LongSupplier nanos;
    private volatile @Nullable Checked last;
    private @Nullable Reading running;
    private @Nullable RuntimeException failure;
    private long failedAt;

    Freshness(Supplier<CorpusVersion> reader, Duration bound, LongSupplier nanos) {
        this.reader = reader;
        this.bound = bound.toNanos();
        this.nanos = nanos;
    }

    /**
     * A reading of the version.
     *
     * @param begun when the database was asked
     * @param ended when it had answered
     * @param micros the database's clock in between
     */
    record Checked(String version, long begun, long ended, long micros) {
        /** The earliest that the database's clock may show at a time after this reading. */
        long earliestMicros(long at) {
            return micros + (at - ended) / 1_000;
        }

        /** The latest that the database's clock may show at a time after this reading. */
        long latestMicros(long at) {
            // Two are for what both clocks round off.
            return micros + (at - begun) / 1_000 + 2;
        }

        Instant instant() {
            return Instant.EPOCH.plusNanos(micros * 1_000);
        }
    }

    private record Reading(long begun, CompletableFuture<Checked> answer) {}

    /**
     * A version that was read at most the bound before a request arrived, or later.
     *
     * @throws RuntimeException of the reader
     */
    Checked at(long arrived) {
        Checked known = last;
        return known != null && arrived - known.begun <= bound ? known : read(arrived);
    }

    /** The last version that was read; empty before the first. */
    Optional<Checked> last() {
        return Optional.ofNullable(last);
    }

    /** Has the next request read the version. */
    synchronized void forget() {
        last = null;
        running = null;
    }

    private Checked read(long arrived) {
        Reading reading;
        boolean mine = false;
        synchronized (this) {
            Checked known = last;
            if (known != null && arrived - known.begun <= bound) {
                return known;
            }
            if (failure != null && nanos.getAsLong() - failedAt < SHARED_FAILURE.toNanos()) {
                throw failure;
            }
            reading = running;
            if (reading != null && failure != null) {
                // One request at a time finds out whether the database is back; the others do not wait for it.
                throw failure;
            }
            if (reading == null || arrived - reading.begun > bound) {
                reading = new Reading(nanos.getAsLong(), new CompletableFuture<>());
                running = reading;
                mine = true;
            }
        }
        return mine ? lead(reading) : joined(reading.answer);
    }

    private Checked lead(Reading reading) {
        try {
            CorpusVersion version = reader.get();
            Checked checked = new Checked(version.text(), reading.begun, nanos.getAsLong(), version.micros());
            synchronized (this) {
                Checked known = last;
                if (known == null || known.begun - checked.begun < 0) {
                    last = checked;
                }
                failure = null;
                ended(reading);
            }
            reading.answer.complete(checked);
            return checked;
        } catch (RuntimeException failed) {
            synchronized (this) {
                failure = failed;
                failedAt = nanos.getAsLong();
                ended(reading);
            }
            reading.answer.completeExceptionally(failed);
            throw failed;
        }
    }

    private void ended(Reading reading) {
        if (reading.equals(running)) {
            running = null;
        }
    }

    static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException own ? own : failed;
        }
    }
}
