// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.sql.SQLException;
import java.util.List;

/** Condition that alerts are there to notice. */
interface Cause {
    /** Short description for the user. */
    String name();

    /** Alerts that must open, and close once the cause has ended. */
    List<String> opens();

    /** Alerts that may open as well, for which another cause is drilled. */
    default List<String> mayOpen() {
        return List.of();
    }

    /** Whether points are written in place of the cause, because it cannot be made here. */
    default boolean written() {
        return false;
    }

    void begin() throws InterruptedException, SQLException;

    /** Takes the cause away; called also if nothing opened. */
    void end() throws InterruptedException, SQLException;

    /** Waits until the points of functions show the cause, or show that it has ended. */
    default void awaitPoints(boolean ended) throws InterruptedException {
        // Requests and messages are measured as they come.
    }
}
