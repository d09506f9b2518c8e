// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Fault that strikes a statement held by a proxy. The proxy forwards the statement afterwards, unless the fault forwarded or
 * cut it.
 */
@FunctionalInterface
public interface Fault {
    /** Strikes the statement. Runs on the connection's own thread while the statement is held. */
    void meet(HeldStatement exchange) throws IOException, InterruptedException;

    /** Cuts the connection before the server sees the statement. */
    static Fault cutBefore() {
        return HeldStatement::cut;
    }

    /** Cuts the connection after the server ran the statement and before the client gets the answer. */
    static Fault cutBeforeTheAnswer() {
        return exchange -> {
            exchange.dropAnswers();
            exchange.forward();
            exchange.awaitAnswer();
            exchange.cut();
        };
    }

    /** Cuts the connection after the client got the answer. */
    static Fault cutAfter() {
        return exchange -> {
            exchange.forward();
            exchange.awaitAnswer();
            exchange.cut();
        };
    }

    /** Loses one message of the answer, as a driver can that mixes up their order: the rows come without their description. */
    static Fault loseRowDescription() {
        return HeldStatement::dropRowDescription;
    }

    /** Freezes both directions until {@link TcpProxy#thaw()}. */
    static Fault freeze() {
        return HeldStatement::freeze;
    }

    /** Delays the statement. */
    static Fault delay(Duration delay) {
        return exchange -> {
            if (new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("nobody counts it down");
            }
        };
    }

    /** Runs an action while the statement is held. */
    static Fault meanwhile(Runnable action) {
        return exchange -> action.run();
    }

    /**
     * Runs other statements first, in the client's own transaction, and answers the client with the first that fails. So a
     * test gets real server errors at any step.
     */
    static Fault fail(String... statements) {
        return exchange -> exchange.fail(statements);
    }
}
