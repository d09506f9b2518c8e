// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.TailLogEntriesRequest;
import com.google.logging.v2.TailLogEntriesResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.truename.local.logging.store.LogStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Open calls of {@code TailLogEntries}, at most ten as in a cloud project. */
public final class TailCalls {
    private static final System.Logger LOG = System.getLogger(TailCalls.class.getName());
    private static final int MOST_CALLS = 10;

    private final LogStore store;
    private final Set<TailCall> open = ConcurrentHashMap.newKeySet();

    public TailCalls(LogStore store) {
        this.store = store;
    }

    StreamObserver<TailLogEntriesRequest> start(StreamObserver<TailLogEntriesResponse> observer) {
        ServerCallStreamObserver<TailLogEntriesResponse> client =
                (ServerCallStreamObserver<TailLogEntriesResponse>) observer;
        TailCall[] self = new TailCall[1];
        TailCall call = new TailCall(store, client, () -> open.remove(self[0]));
        self[0] = call;
        client.setOnCancelHandler(call::end);
        if (open.size() >= MOST_CALLS) {
            call.end();
            client.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("A project may have " + MOST_CALLS + " open tails: end one of them.")
                    .asRuntimeException());
        } else {
            open.add(call);
        }
        return call;
    }

    /** Sends entries that arrived; to be called about ten times a second. */
    public void tick() {
        for (TailCall call : open) {
            try {
                call.tick();
            } catch (RuntimeException broken) {
                LOG.log(System.Logger.Level.WARNING, "A tail of the log ends because it cannot be sent to", broken);
                call.end();
            }
        }
    }
}
