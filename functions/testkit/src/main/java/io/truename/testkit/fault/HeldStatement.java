// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;

/** Statement that a proxy holds, with all messages that the client sent along with it. */
public interface HeldStatement {
    /** Forwards the statement to the server. */
    void forward() throws IOException;

    /** Waits until the server has answered all that was forwarded. */
    void awaitAnswer() throws InterruptedException;

    /** Drops all further answers of the server. */
    void dropAnswers();

    /** Drops the server's next description of rows, so that the client gets rows that it cannot read. */
    void dropRowDescription();

    /** Ends the connection on both sides. */
    void cut();

    /** Stops both directions until {@link TcpProxy#thaw()}. */
    void freeze() throws InterruptedException;

    /** See {@link Fault#fail}. */
    void fail(String... statements) throws IOException, InterruptedException;
}
