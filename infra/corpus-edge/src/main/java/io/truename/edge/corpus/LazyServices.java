// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lazily created services of a function: the first call creates them, startup opens no connection. Thread-safe. */
public final class LazyServices<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;
    private @Nullable RuntimeException lastFailure;
    // Written under the lock only.
    private volatile int failures;

    public LazyServices(Supplier<T> maker) {
        this.maker = maker;
    }

    /** Returns the same services each time; if creating them fails, the next call tries again. */
    @Override
    public T get() {
        int seen = failures;
        synchronized (this) {
            T known = made;
            if (known != null) {
                return known;
            }
            RuntimeException failure = lastFailure;
            if (failure != null && failures != seen) {
                // It failed while this call waited for its turn: a database that does not answer is waited for once.
                throw failure;
            }
            try {
                known = maker.get();
                made = known;
                return known;
            } catch (RuntimeException failed) {
                lastFailure = failed;
                failures++;
                throw failed;
            }
        }
    }
}
