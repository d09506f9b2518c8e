// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static io.truename.local.logging.LoggingBench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.LogEntryServerStream;
import com.google.cloud.logging.Logging.TailOption;
import com.google.cloud.logging.Payload.StringPayload;
import com.google.logging.v2.LoggingServiceV2Grpc;
import com.google.logging.v2.TailLogEntriesRequest;
import com.google.logging.v2.TailLogEntriesResponse;
import com.google.logging.v2.TailLogEntriesResponse.SuppressionInfo.Reason;
import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: {@code TailLogEntries}. */
final class TailIT {
    private static final TailLogEntriesRequest ALL_AT_ONCE = TailLogEntriesRequest.newBuilder()
            .addResourceNames("projects/truename-local")
            .setBufferWindow(Durations.fromMillis(0))
            .build();

    private LoggingBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new LoggingBench();
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void client_readsNewEntriesThatMatch() throws Exception {
        LogEntryServerStream stream = bench.client.tailLogEntries(
                TailOption.project(LoggingBench.PROJECT),
                TailOption.filter("severity>=INFO AND \"wanted\""),
                TailOption.bufferWindow("0s"));
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> {
            List<String> texts = new ArrayList<>();
            Iterator<LogEntry> entries = stream.iterator();
            while (texts.size() < 2 && entries.hasNext()) {
                texts.add(entries.next().<StringPayload>getPayload().getData());
            }
            return texts;
        });
        await().atMost(LoggingBench.PATIENCE).until(() -> {
            bench.write(text("wanted").setInsertId("1").setTimestamp(Instant.now()), text("other"));
            return read.isDone();
        });
        assertThat(read.get(1, TimeUnit.SECONDS)).containsExactly("wanted", "wanted");
        stream.cancel();
    }

    @Test
    void response_isOrderedByTime() {
        Reader reader = new Reader(true);
        reader.start(ALL_AT_ONCE.toBuilder()
                .setBufferWindow(Durations.fromMillis(400))
                .build());
        Instant now = Instant.now();
        writeUntilSubscribed(reader);
        reader.responses.clear();
        bench.write(text("late").setTimestamp(now), text("early").setTimestamp(now.minusSeconds(60)));
        await().atMost(LoggingBench.PATIENCE).until(() -> reader.texts().contains("late"));
        assertThat(reader.texts()).containsSubsequence("early", "late");
        reader.cancel();
    }

    @Test
    void slowReader_isToldHowMuchItMissed() {
        Reader reader = new Reader(false);
        reader.start(ALL_AT_ONCE);
        await().atMost(LoggingBench.PATIENCE).until(() -> reader.requests != null);
        writeUntilSubscribedWithoutReading();
        String line = "x".repeat(10_000);
        for (int at = 0; at < 4_000; at++) {
            bench.local.accept("generate", "generate-00001-abc", "stdout", line);
        }
        await().atMost(LoggingBench.PATIENCE).until(() -> {
            reader.requests.request(1);
            bench.local.accept("generate", "generate-00001-abc", "stdout", "more");
            return reader.missed() > 0;
        });
        assertThat(reader.responses.stream()
                        .flatMap(response -> response.getSuppressionInfoList().stream())
                        .map(info -> info.getReason()))
                .containsOnly(Reason.NOT_CONSUMED);
        reader.cancel();
    }

    @Test
    void badRequests_endTheCall() {
        assertThat(refused(ALL_AT_ONCE.toBuilder().setFilter("thud=1").build()))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(ALL_AT_ONCE.toBuilder().clearResourceNames().build()))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(ALL_AT_ONCE.toBuilder()
                        .setBufferWindow(Durations.fromSeconds(61))
                        .build()))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(ALL_AT_ONCE, ALL_AT_ONCE)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void eleventhTail_isRefused_untilOneEnds() {
        List<Reader> readers = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            Reader reader = new Reader(true);
            reader.start(ALL_AT_ONCE);
            writeUntilSubscribed(reader);
            readers.add(reader);
        }
        assertThat(refused(ALL_AT_ONCE)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        readers.get(0).requests.onCompleted();
        await().atMost(LoggingBench.PATIENCE).until(() -> readers.get(0).completed);
        Reader another = new Reader(true);
        another.start(ALL_AT_ONCE);
        writeUntilSubscribed(another);
        readers.forEach(Reader::cancel);
        another.cancel();
    }

    private void writeUntilSubscribed(Reader reader) {
        await().atMost(LoggingBench.PATIENCE).until(() -> {
            bench.local.accept("generate", "generate-00001-abc", "stdout", "probe");
            return !reader.responses.isEmpty();
        });
    }

    private void writeUntilSubscribedWithoutReading() {
        Reader probe = new Reader(true);
        probe.start(ALL_AT_ONCE);
        writeUntilSubscribed(probe);
        probe.cancel();
    }

    private Status.Code refused(TailLogEntriesRequest... requests) {
        Reader reader = new Reader(true);
        reader.start(requests);
        await().atMost(LoggingBench.PATIENCE).until(() -> reader.error != null);
        return Status.fromThrowable(reader.error).getCode();
    }

    /** Reader of a raw call, which may leave flow control to the test. */
    private final class Reader implements ClientResponseObserver<TailLogEntriesRequest, TailLogEntriesResponse> {
        private final boolean reads;
        private final List<TailLogEntriesResponse> responses = new CopyOnWriteArrayList<>();
        private volatile ClientCallStreamObserver<TailLogEntriesRequest> requests;
        private volatile Throwable error;
        private volatile boolean completed;

        Reader(boolean reads) {
            this.reads = reads;
        }

        void start(TailLogEntriesRequest... sent) {
            StreamObserver<TailLogEntriesRequest> call =
                    LoggingServiceV2Grpc.newStub(bench.channel()).tailLogEntries(this);
            for (TailLogEntriesRequest request : sent) {
                call.onNext(request);
            }
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<TailLogEntriesRequest> call) {
            if (!reads) {
                call.disableAutoRequestWithInitial(0);
            }
            requests = call;
        }

        @Override
        public void onNext(TailLogEntriesResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
        }

        @Override
        public void onCompleted() {
            completed = true;
        }

        List<String> texts() {
            return responses.stream()
                    .flatMap(response -> response.getEntriesList().stream())
                    .map(com.google.logging.v2.LogEntry::getTextPayload)
                    .toList();
        }

        long missed() {
            return responses.stream()
                    .flatMap(response -> response.getSuppressionInfoList().stream())
                    .mapToLong(info -> info.getSuppressedCount())
                    .sum();
        }

        void cancel() {
            requests.cancel("The test is over", null);
        }
    }
}
