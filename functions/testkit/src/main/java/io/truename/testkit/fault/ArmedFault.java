// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Armed fault, which waits for its statement: the first of a step in a batch, or the next with some text. */
public final class ArmedFault {
    static final int ANY_BATCH = -1;

    private final Predicate<String> statement;
    private final int batch;
    private final Fault fault;
    private final CountDownLatch struck = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    ArmedFault(Predicate<String> statement, int batch, Fault fault) {
        this.statement = statement;
        this.batch = batch;
        this.fault = fault;
    }

    /** Whether the fault has begun. */
    public boolean struck() {
        return struck.getCount() == 0;
    }

    /** Waits for the fault to begin; false if it did not in time. */
    public boolean await(Duration longest) throws InterruptedException {
        return struck.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until a fault that has struck is over; false if it is not over in time. */
    public boolean awaitOver(Duration longest) throws InterruptedException {
        return over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    void strike(HeldStatement exchange) throws IOException, InterruptedException {
        try {
            fault.meet(exchange);
        } finally {
            over.countDown();
        }
    }

    synchronized boolean takes(List<String> statements, int batchOfConnection) {
        if (struck()
                || (batch != ANY_BATCH && batchOfConnection != batch)
                || statements.stream().noneMatch(statement)) {
            return false;
        }
        struck.countDown();
        return true;
    }
}
