// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

/**
 * Trace of the request that the present thread handles. One request has one thread, from its headers to its last log line, so
 * lines and messages on the way find the trace here instead of in every signature.
 */
public final class CurrentTrace {
    private static final ThreadLocal<TraceContext> OF_THREAD = new ThreadLocal<>();

    private CurrentTrace() {}

    /** The trace; {@link TraceContext#NONE} outside of requests. */
    public static TraceContext get() {
        TraceContext trace = OF_THREAD.get();
        return trace == null ? TraceContext.NONE : trace;
    }

    /** Sets the trace; the handler of the request clears it at the end. */
    public static void set(TraceContext trace) {
        OF_THREAD.set(trace);
    }

    /** Forgets the trace, because the thread's next request has another. */
    public static void clear() {
        OF_THREAD.remove();
    }
}
