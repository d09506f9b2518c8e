// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static io.truename.local.logging.LoggingBench.text;
import static io.truename.local.logging.LoggingBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.MonitoredResource;
import com.google.cloud.logging.HttpRequest;
import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Logging.WriteOption;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.Operation;
import com.google.cloud.logging.Payload.JsonPayload;
import com.google.cloud.logging.Severity;
import com.google.cloud.logging.SourceLocation;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesPartialErrors;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: {@code WriteLogEntries}, through the unmodified client where it can send the request. */
final class WriteIT {
    private static final String LOG = "projects/truename-local/logs/app";

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
    void entry_comesBackAsWritten() {
        Instant time = Instant.now().minusSeconds(5);
        bench.write(LogEntry.newBuilder(JsonPayload.of(Map.of("event", "request.answered", "count", 3)))
                .setLogName("app")
                .setResource(LoggingBench.GLOBAL)
                .setSeverity(Severity.ERROR)
                .setTimestamp(time)
                .setInsertId("mine")
                .addLabel("a", "b")
                .setTrace("projects/truename-local/traces/1")
                .setSpanId("000000000000004a")
                .setTraceSampled(true)
                .setOperation(Operation.of("run", "migrate"))
                .setSourceLocation(SourceLocation.newBuilder()
                        .setFile("A.java")
                        .setLine(1L)
                        .setFunction("f")
                        .build())
                .setHttpRequest(HttpRequest.newBuilder().setStatus(503).build()));
        LogEntry entry = bench.list("jsonPayload.count=3 AND severity>=ERROR AND httpRequest.status>=500")
                .get(0);
        assertThat(entry.getInstantTimestamp()).isEqualTo(time);
        assertThat(entry.getInsertId()).isEqualTo("mine");
        assertThat(entry.getLabels()).containsEntry("a", "b");
        assertThat(entry.getTrace()).isEqualTo("projects/truename-local/traces/1");
        assertThat(entry.getTraceSampled()).isTrue();
        assertThat(entry.getOperation().getId()).isEqualTo("run");
        assertThat(entry.getSourceLocation().getLine()).isEqualTo(1);
        assertThat(entry.<JsonPayload>getPayload().getDataAsMap()).containsEntry("event", "request.answered");
        assertThat(entry.getInstantReceiveTimestamp()).isAfter(time);
    }

    @Test
    void defaults_fillInWhatEntriesLack() {
        bench.client.write(
                List.of(
                        LogEntry.newBuilder(com.google.cloud.logging.Payload.StringPayload.of("bare"))
                                .build(),
                        text("full").addLabel("a", "own").build()),
                WriteOption.logName("defaults"),
                WriteOption.resource(com.google.cloud.MonitoredResource.newBuilder("cloud_run_revision")
                        .build()),
                WriteOption.labels(Map.of("a", "default", "b", "default")));
        LogEntry bare = bench.list("bare").get(0);
        assertThat(bare.getLogName()).isEqualTo("defaults");
        assertThat(bare.getResource().getType()).isEqualTo("cloud_run_revision");
        assertThat(bare.getLabels()).containsEntry("a", "default").containsEntry("b", "default");
        assertThat(bare.getInsertId()).isNotEmpty();
        LogEntry full = bench.list("full").get(0);
        assertThat(full.getLogName()).isEqualTo("app");
        assertThat(full.getLabels()).containsEntry("a", "own").containsEntry("b", "default");
    }

    @Test
    void entriesWithoutIds_keepTheirOrder() {
        bench.write(text("1"), text("2"), text("3"), text("4"));
        assertThat(texts(bench.list("log_id(app)"))).containsExactly("1", "2", "3", "4");
    }

    @Test
    void duplicate_isLeftOut() {
        Instant time = Instant.now();
        bench.write(text("once").setInsertId("x").setTimestamp(time));
        bench.write(text("once").setInsertId("x").setTimestamp(time));
        assertThat(bench.list("once")).hasSize(1);
    }

    @Test
    void client_thatWritesInvalidEntries_getsTheError() {
        LoggingException refused =
                catchThrowableOfType(LoggingException.class, () -> bench.write(text("x".repeat(300_000))));
        assertThat(refused).hasMessageContaining("exceeds the maximum size of 262144 bytes");
    }

    @Test
    void tooOldOrTooFarAhead_isAcceptedAndNotKept() {
        bench.write(
                text("old").setTimestamp(Instant.now().minus(Duration.ofDays(31))),
                text("ahead").setTimestamp(Instant.now().plus(Duration.ofHours(25))),
                text("tomorrow").setTimestamp(Instant.now().plus(Duration.ofHours(23))));
        assertThat(texts(bench.list("timestamp>\"2000-01-01\" log_id(app)"))).containsExactly("tomorrow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "projects/p",
                "projects/p/logs/",
                "projects/p/logs/a/b",
                "projects/p/logs/a b",
                "things/p/logs/a",
                "projects/p/logs/%ZZ",
                "projects/p/logs/%20",
                "projects//logs/a"
            })
    void badLogName_isInvalid(String name) {
        StatusRuntimeException refused = refused(entry -> entry.setLogName(name));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("Log name");
    }

    @Test
    void badEntries_areInvalid() {
        assertThat(refused(entry -> entry.setLogName("projects/p/logs/" + "a".repeat(512))))
                .hasMessageContaining("511");
        assertThat(refused(entry -> entry.clearResource())).hasMessageContaining("resource");
        assertThat(refused(entry -> entry.setSeverityValue(123))).hasMessageContaining("Severity 123");
        assertThat(refused(entry -> entry.setTimestamp(Timestamp.newBuilder().setNanos(-1))))
                .hasMessageContaining("timestamp");
        assertThat(refused(entry -> entry.setProtoPayload(Any.pack(Empty.getDefaultInstance()))))
                .hasMessageContaining("UNIMPLEMENTED")
                .hasMessageContaining("json_payload");
    }

    @Test
    void leadingSlash_isRemoved() {
        assertThat(bench.stub.writeLogEntries(request(entry -> entry.setLogName("/" + LOG))))
                .isNotNull();
        assertThat(stored("").get(0).getLogName()).isEqualTo(LOG);
    }

    @Test
    void longLabels_areCut() {
        var ignored =
                bench.stub.writeLogEntries(request(entry -> entry.putLabels("k".repeat(600), "v".repeat(70_000))));
        Map.Entry<String, String> label =
                stored("").get(0).getLabelsMap().entrySet().iterator().next();
        assertThat(label.getKey()).hasSize(510).endsWith("…");
        assertThat(label.getValue()).hasSize(65_534).endsWith("…");
    }

    @Test
    void oneInvalidEntry_stopsAll_unlessPartialSuccessIsWanted() {
        WriteLogEntriesRequest mixed = WriteLogEntriesRequest.newBuilder()
                .addEntries(valid().setTextPayload("good"))
                .addEntries(valid().clearResource())
                .addEntries(valid().setLogName("nonsense"))
                .build();
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> bench.stub.writeLogEntries(mixed));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusProto.fromThrowable(refused).getDetailsCount()).isZero();
        assertThat(stored("")).isEmpty();

        StatusRuntimeException partly = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> bench.stub.writeLogEntries(
                        mixed.toBuilder().setPartialSuccess(true).build()));
        assertThat(stored("")).hasSize(1);
        assertThat(errors(partly).getLogEntryErrorsMap()).containsOnlyKeys(1, 2);
        assertThat(errors(partly).getLogEntryErrorsMap().get(2).getMessage()).contains("nonsense");
    }

    @Test
    void dryRun_checksAndWritesNothing() {
        assertThat(bench.stub.writeLogEntries(
                        request(entry -> entry).toBuilder().setDryRun(true).build()))
                .isNotNull();
        assertThat(stored("")).isEmpty();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> bench.stub.writeLogEntries(request(entry -> entry.clearResource()).toBuilder()
                        .setDryRun(true)
                        .build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void requestOverTenMegabytes_isInvalid() {
        WriteLogEntriesRequest.Builder large = WriteLogEntriesRequest.newBuilder();
        for (int at = 0; at < 50; at++) {
            large.addEntries(valid().setTextPayload("x".repeat(210_000)));
        }
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> bench.stub.writeLogEntries(large.build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static com.google.logging.v2.LogEntry.Builder valid() {
        return com.google.logging.v2.LogEntry.newBuilder()
                .setLogName(LOG)
                .setTextPayload("x")
                .setResource(MonitoredResource.newBuilder().setType("global"));
    }

    private static WriteLogEntriesRequest request(UnaryOperator<com.google.logging.v2.LogEntry.Builder> change) {
        return WriteLogEntriesRequest.newBuilder()
                .addEntries(change.apply(valid()))
                .build();
    }

    private StatusRuntimeException refused(UnaryOperator<com.google.logging.v2.LogEntry.Builder> change) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> bench.stub.writeLogEntries(request(change)));
    }

    private static WriteLogEntriesPartialErrors errors(StatusRuntimeException failure) {
        try {
            return StatusProto.fromThrowable(failure).getDetails(0).unpack(WriteLogEntriesPartialErrors.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException other) {
            throw new AssertionError(other);
        }
    }

    private List<com.google.logging.v2.LogEntry> stored(String filter) {
        return bench.stub
                .listLogEntries(ListLogEntriesRequest.newBuilder()
                        .addResourceNames("projects/truename-local")
                        .setFilter(filter)
                        .build())
                .getEntriesList();
    }
}
