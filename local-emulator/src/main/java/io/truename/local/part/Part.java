// SPDX-License-Identifier: Apache-2.0
package io.truename.local.part;

/**
 * One service of the local cloud: it was started by its factory, tells how it is, and ends when closed. Parts know each
 * other only by address, so that any of them can be replaced by the real service.
 */
public interface Part extends AutoCloseable {
    /** The part's name in {@code /api/status}, lower case, constant. */
    String name();

    /** Asks the running service itself, within about a second. Never throws. */
    Health health();

    /**
     * What the console shows of this part: a record of plain values, lists and maps, turned into JSON as it is. Cheap: it
     * is asked for every second.
     */
    Object status();

    /** Ends the part and everything it started. Closing twice does nothing. */
    @Override
    void close();
}
