// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.postgres.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Reader of the two halves of a slice: at once if it has a second session, else one after the other. While one half waits for the
 * server, or computes ids, the other one goes on. Each half has its own snapshots, as slices have.
 */
public final class SliceHalves {
    private final Optional<Session> second;

    private SliceHalves(Optional<Session> second) {
        this.second = second;
    }

    /** Reads one half after the other. */
    public static SliceHalves inTurn() {
        return new SliceHalves(Optional.empty());
    }

    /**
     * Reads both halves at once.
     *
     * @param second outside of a transaction; nobody else may use it meanwhile
     */
    public static SliceHalves atOnce(Session second) {
        return new SliceHalves(Optional.of(second));
    }

    /** Whether both halves are read at once, so that dividing a slice is worth it. */
    boolean areAtOnce() {
        return second.isPresent();
    }

    /**
     * Reads both halves. Returns when neither is under way any more.
     *
     * @param session in a transaction that has the settings
     * @param settings statements that the second session's transaction begins with
     * @throws io.truename.postgres.SqlException if a half fails; the first half's exception if both do
     */
    <T> List<T> read(Session session, String settings, Function<Session, T> one, Function<Session, T> other) {
        if (second.isEmpty()) {
            return List.of(one.apply(session), other.apply(session));
        }
        Session own = second.get();
        CompletableFuture<T> later = CompletableFuture.supplyAsync(
                () -> own.inTransaction(() -> {
                    own.execute(settings);
                    return other.apply(own);
                }),
                half -> new Thread(half, "second-half").start());
        T first;
        try {
            first = one.apply(session);
        } catch (RuntimeException | Error failed) {
            later.exceptionally(alsoFailed -> null).join();
            throw failed;
        }
        return List.of(first, joined(later));
    }

    private static <T> T joined(CompletableFuture<T> half) {
        try {
            return half.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
