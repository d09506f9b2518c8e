// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.LogEntry;
import com.google.logging.v2.TailLogEntriesRequest;
import com.google.logging.v2.TailLogEntriesResponse;
import com.google.logging.v2.TailLogEntriesResponse.SuppressionInfo;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.truename.local.logging.query.LogFilter;
import io.truename.local.logging.store.LogStore;
import io.truename.local.logging.store.LogTail;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code TailLogEntries}. The first request says what to read; the server's timer sends what arrived, at most
 * ten times a second. Thread-safe.
 */
final class TailCall implements StreamObserver<TailLogEntriesRequest> {
    private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(2);
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(60);
    private static final int MOST_WAITING = 10_000;
    private static final long MOST_WAITING_BYTES = 16L << 20;
    private static final int MOST_IN_A_RESPONSE = 1000;
    private static final int MOST_ROUNDS = 10;

    private final LogStore store;
    private final ServerCallStreamObserver<TailLogEntriesResponse> client;
    private final Runnable ended;
    private @Nullable LogTail tail;
    private Duration window = DEFAULT_WINDOW;
    private boolean over;

    TailCall(LogStore store, ServerCallStreamObserver<TailLogEntriesResponse> client, Runnable ended) {
        this.store = store;
        this.client = client;
        this.ended = ended;
    }

    @Override
    public synchronized void onNext(TailLogEntriesRequest request) {
        if (over) {
            return;
        }
        try {
            if (tail != null) {
                throw CallException.invalid("A tail cannot be changed: end it and start another.");
            }
            window = window(request);
            Predicate<LogEntry> within = Names.within(request.getResourceNamesList());
            LogFilter filter = LogFilter.parse(request.getFilter());
            tail = store.tail(within.and(filter::matches), MOST_WAITING, MOST_WAITING_BYTES);
        } catch (RuntimeException refused) {
            end();
            client.onError(Answers.error(refused));
        }
    }

    private static Duration window(TailLogEntriesRequest request) {
        if (!request.hasBufferWindow()) {
            return DEFAULT_WINDOW;
        }
        if (!Durations.isValid(request.getBufferWindow())
                || Durations.isNegative(request.getBufferWindow())
                || Durations.toMillis(request.getBufferWindow()) > LONGEST_WINDOW.toMillis()) {
            throw CallException.invalid("buffer_window must be 0 to " + LONGEST_WINDOW.toMillis() + " milliseconds.");
        }
        return Duration.ofMillis(Durations.toMillis(request.getBufferWindow()));
    }

    /** Sends entries that have waited for their window, while the client reads. */
    synchronized void tick() {
        for (int round = 0; round < MOST_ROUNDS && tail != null && !over && client.isReady(); round++) {
            LogTail.Batch batch = tail.take(MOST_IN_A_RESPONSE, window);
            if (batch.isEmpty()) {
                return;
            }
            client.onNext(response(batch));
        }
    }

    private static TailLogEntriesResponse response(LogTail.Batch batch) {
        TailLogEntriesResponse.Builder response = TailLogEntriesResponse.newBuilder();
        batch.entries().stream()
                .sorted(Comparator.comparing(LogEntry::getTimestamp, Timestamps.comparator()))
                .forEach(response::addEntries);
        if (batch.missed() > 0) {
            response.addSuppressionInfo(SuppressionInfo.newBuilder()
                    .setReason(SuppressionInfo.Reason.NOT_CONSUMED)
                    .setSuppressedCount((int) Math.min(batch.missed(), Integer.MAX_VALUE)));
        }
        return response.build();
    }

    /** The client is gone. */
    @Override
    public synchronized void onError(Throwable cancelled) {
        end();
    }

    /** The client has no more requests, which ends the call. */
    @Override
    public synchronized void onCompleted() {
        if (!over) {
            end();
            client.onCompleted();
        }
    }

    synchronized void end() {
        if (!over) {
            over = true;
            if (tail != null) {
                tail.close();
            }
            ended.run();
        }
    }
}
