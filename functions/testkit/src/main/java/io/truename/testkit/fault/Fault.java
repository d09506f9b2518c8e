// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens to a statement that a proxy was told to wait for. The proxy forwards what the fault neither forwarded nor cut. */
@FunctionalInterface
public interface Fault {
    /** Does it. Runs on the connection's own thread while the statement is held. */
    void meet(HeldStatement exchange) throws IOException, InterruptedException;

    /** The server never sees the statement. */
    static Fault cutBefore() {
        return HeldStatement::cut;
    }

    /** The server does it; the client never learns. */
    static Fault cutBeforeTheAnswer() {
        return exchange -> {
            exchange.dropAnswers();
            exchange.forward();
            exchange.awaitAnswer();
            exchange.cut();
        };
    }

    /** The client gets the answer, and after it nothing. */
    static Fault cutAfter() {
        return exchange -> {
            exchange.forward();
            exchange.awaitAnswer();
            exchange.cut();
        };
    }

    /** Neither direction moves until {@link TcpProxy#thaw()}. */
    static Fault freeze() {
        return HeldStatement::freeze;
    }

    /** The statement arrives late. */
    static Fault delay(Duration delay) {
        return exchange -> {
            if (new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("nobody counts it down");
            }
        };
    }

    /** Something happens elsewhere while the statement is on its way. */
    static Fault meanwhile(Runnable action) {
        return exchange -> action.run();
    }

    /**
     * The server is given other statements first, in the client's own transaction; the first of them that fails is the answer to
     * the client's statement. So the server's real errors can be had anywhere.
     */
    static Fault fail(String... statements) {
        return exchange -> exchange.fail(statements);
    }
}
