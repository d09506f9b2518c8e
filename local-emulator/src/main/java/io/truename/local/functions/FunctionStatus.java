// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/**
 * A function as the console shows it.
 *
 * @param url where the gateway serves it
 * @param requests how many it was sent since the local cloud started
 * @param failures how many of them ended with a status of 500 or above
 * @param p50Millis the latency that half of the newest requests stayed within, in milliseconds
 * @param p99Millis the same for 99 of 100
 * @param detail one sentence
 */
public record FunctionStatus(
        String name,
        String url,
        State state,
        long requests,
        long failures,
        double p50Millis,
        double p99Millis,
        String detail) {

    /** Whether there is an instance, and why not. */
    public enum State {
        /** Nobody has called it yet. */
        IDLE,
        STARTING,
        RUNNING,
        /** It did not start; the next request tries again. */
        FAILED,
        /** It was killed on request; the next request starts it again. */
        KILLED
    }
}
