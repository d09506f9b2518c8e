// SPDX-License-Identifier: Apache-2.0
package io.truename.local.component;

/**
 * Component of the local cloud, such as Pub/Sub or the database. Its factory starts it; {@link #close} ends it. Components know
 * each other only by address, so the real service can replace any of them.
 */
public interface Component extends AutoCloseable {
    /** Returns the component's name in {@code /api/status}: constant, in lower case. */
    String name();

    /** Checks the running service itself, within about a second. Never throws. */
    Health health();

    /**
     * Returns the status for the console: a record of plain values, lists and maps, which Jackson serializes. Must be cheap,
     * because it is called every second.
     */
    Object status();

    /** Ends the component and everything it started. A second call does nothing. */
    @Override
    void close();
}
