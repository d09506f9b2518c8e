// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/**
 * Status of a function for the console.
 *
 * @param revision name of the deployed revision
 * @param url the function's address at the gateway
 * @param instances number of processes that run, with those that only finish their requests
 * @param busy number of them that work on a request
 * @param requests number of requests since the local cloud started
 * @param failures number of requests that ended with a status of 500 or above
 * @param timeouts number of requests that exceeded the time limit
 * @param memoryExcesses number of instances that were ended because they exceeded their memory
 * @param p50Millis median latency of the newest requests, in milliseconds
 * @param p99Millis 99th percentile of the latency of the newest requests, in milliseconds
 * @param processor share of one processor that the running instance used within the last second; 0 without one
 * @param usedMiB resident memory of the running instance; 0 without one
 * @param memoryMiB memory limit of an instance
 * @param timeoutSeconds time limit of a request
 * @param detail one sentence
 */
public record FunctionStatus(
        String name,
        String revision,
        String url,
        State state,
        int instances,
        int busy,
        long requests,
        long failures,
        long timeouts,
        long memoryExcesses,
        double p50Millis,
        double p99Millis,
        double processor,
        long usedMiB,
        int memoryMiB,
        long timeoutSeconds,
        String detail) {

    /** State of the function's instance. */
    public enum State {
        /** Not called yet. */
        IDLE,
        STARTING,
        RUNNING,
        /** The start failed; the next request tries again. */
        FAILED,
        /** Killed on request; the next request starts it again. */
        KILLED,
        /** Exceeded a limit or ended by itself; the next request starts another instance. */
        ENDED
    }
}
