// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

/** Ends functions the hard way. The function host implements it; the killFunction fault uses it. */
@FunctionalInterface
public interface FunctionKiller {
    /** Ends the function's running instance at once, whatever it is doing; an unknown or stopped one is left alone. */
    void kill(String functionName);
}
