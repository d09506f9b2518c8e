// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

/** Port for killing functions. The function host implements it; the killFunction fault uses it. */
@FunctionalInterface
public interface FunctionKiller {
    /** Kills the function's instance at once, with its open requests. Does nothing for an unknown or stopped function. */
    void kill(String functionName);
}
