// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/**
 * A function as the console shows it.
 *
 * @param url where the gateway serves it
 * @param requests how many it was sent since the local cloud started
 * @param failures how many of them ended with a status of 500 or above
 * @param timeouts how many requests ran into the time limit
 * @param memoryExcesses how many instances were ended because they exceeded their memory
 * @param p50Millis the latency that half of the newest requests stayed within, in milliseconds
 * @param p99Millis the same for 99 of 100
 * @param usedMiB the memory of the running instance; 0 without one
 * @param memoryMiB the most it may use
 * @param timeoutSeconds the longest a request may take
 * @param detail one sentence
 */
public record FunctionStatus(
        String name,
        String url,
        State state,
        long requests,
        long failures,
        long timeouts,
        long memoryExcesses,
        double p50Millis,
        double p99Millis,
        long usedMiB,
        int memoryMiB,
        long timeoutSeconds,
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
        KILLED,
        /** It exceeded a limit or ended by itself; the next request starts another. */
        ENDED
    }
}
