// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static io.truename.local.logging.LoggingBench.text;
import static io.truename.local.logging.LoggingBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Logging.EntryListOption;
import com.google.cloud.logging.Logging.SortingField;
import com.google.cloud.logging.Logging.SortingOrder;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.MetricInfo;
import com.google.cloud.logging.SinkInfo;
import com.google.cloud.logging.SinkInfo.Destination.BucketDestination;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.ListLogsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: listing and deleting, through the unmodified client where it can send the request. */
final class ListIT {
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
    void entries_inBothOrders() {
        Instant now = Instant.now();
        bench.write(
                text("b").setTimestamp(now.minusSeconds(2)),
                text("c").setTimestamp(now.minusSeconds(1)),
                text("a").setTimestamp(now.minusSeconds(3)));
        assertThat(texts(bench.list("log_id(app)"))).containsExactly("a", "b", "c");
        assertThat(texts(bench.list(
                        "log_id(app)", EntryListOption.sortOrder(SortingField.TIMESTAMP, SortingOrder.DESCENDING))))
                .containsExactly("c", "b", "a");
    }

    @Test
    void pages_giveEachEntryOnce() {
        List<LogEntry.Builder> entries = new ArrayList<>();
        for (int at = 0; at < 25; at++) {
            entries.add(text("entry " + at));
        }
        bench.write(entries.toArray(LogEntry.Builder[]::new));
        assertThat(bench.list("log_id(app)", EntryListOption.pageSize(10)))
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(bench.list("log_id(app) \"entry 24\"", EntryListOption.pageSize(10)))
                .hasSize(1);
        ListLogEntriesResponse first = list(request -> request.setPageSize(10));
        assertThat(first.getEntriesCount()).isEqualTo(10);
        assertThat(list(request -> request.setPageSize(20).setPageToken(first.getNextPageToken()))
                        .getEntriesCount())
                .isGreaterThanOrEqualTo(15);
        assertThat(refused(request ->
                        request.setPageToken(first.getNextPageToken()).setFilter("x")))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("page_token");
        assertThat(refused(request -> request.setPageToken("nonsense"))).hasMessageContaining("page_token");
    }

    @Test
    void defaultPage_has50Entries() {
        for (int at = 0; at < 60; at++) {
            bench.local.accept("generate", "generate-00001-abc", "stdout", "line " + at);
        }
        assertThat(list(request -> request).getEntriesCount()).isEqualTo(50);
    }

    @Test
    void printedLines_areFoundByTheClient() {
        bench.local.accept(
                "generate",
                "generate-00001-abc",
                "stdout",
                "{\"severity\":\"INFO\",\"message\":\"A request was answered\",\"event\":\"request.answered\",\"durationMs\":12}");
        LogEntry entry = bench.list("resource.labels.service_name=generate AND jsonPayload.durationMs>10")
                .get(0);
        assertThat(entry.getLogName()).isEqualTo("run.googleapis.com%2Fstdout");
        assertThat(entry.getResource().getType()).isEqualTo("cloud_run_revision");
        assertThat(bench.client.listLogs().getValues())
                .containsExactly("projects/truename-local/logs/run.googleapis.com%2Fstdout");
    }

    @Test
    void otherProjects_areNotListed() {
        bench.local.accept("generate", "generate-00001-abc", "stdout", "here");
        assertThat(list(request -> request.clearResourceNames().addResourceNames("projects/other"))
                        .getEntriesCount())
                .isZero();
    }

    @Test
    void unusableFilter_isToldWithItsPosition() {
        LoggingException refused = catchThrowableOfType(LoggingException.class, () -> bench.list("thud=1"));
        assertThat(refused).hasMessageContaining("Unparseable filter").hasMessageContaining("at position 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void pageSize_outOfBounds_isInvalid(int size) {
        assertThat(refused(request -> request.setPageSize(size)).getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void badRequests_areRefused() {
        assertThat(refused(request -> request.setOrderBy("severity"))).hasMessageContaining("order_by");
        assertThat(refused(ListLogEntriesRequest.Builder::clearResourceNames)).hasMessageContaining("1 to 100");
        assertThat(refused(request -> request.addResourceNames("nonsense")))
                .hasMessageContaining("projects/PROJECT_ID");
        assertThat(refused(request ->
                                request.addResourceNames("projects/p/locations/global/buckets/_Default/views/_AllLogs"))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void logs_areListedInPagesAndDeleted() {
        bench.local.accept("generate", "generate-00001-abc", "stdout", "x");
        bench.local.accept("generate", "generate-00001-abc", "stderr", "x");
        bench.write(text("x"));
        ListLogsRequest first = ListLogsRequest.newBuilder()
                .setParent("projects/truename-local")
                .setPageSize(2)
                .build();
        var page = bench.stub.listLogs(first);
        assertThat(page.getLogNamesCount()).isEqualTo(2);
        List<String> all = new ArrayList<>(page.getLogNamesList());
        all.addAll(bench.stub
                .listLogs(first.toBuilder()
                        .setPageSize(0)
                        .setPageToken(page.getNextPageToken())
                        .build())
                .getLogNamesList());
        assertThat(all).doesNotHaveDuplicates().contains("projects/truename-local/logs/app");

        assertThat(bench.client.deleteLog("app")).isTrue();
        assertThat(bench.client.deleteLog("app")).isFalse();
        assertThat(bench.list("log_id(app)")).isEmpty();
    }

    @Test
    void descriptors_nameTheFunctionsResource() {
        assertThat(bench.client.listMonitoredResourceDescriptors().getValues())
                .extracting(descriptor -> descriptor.getType())
                .contains("global", "cloud_run_revision");
    }

    @Test
    void sinksAndMetrics_areRefusedByName() {
        LoggingException sink = catchThrowableOfType(
                LoggingException.class, () -> bench.client.create(SinkInfo.of("sink", BucketDestination.of("bucket"))));
        assertThat(sink).hasMessageContaining("CreateSink is not part of the local cloud");
        LoggingException metric = catchThrowableOfType(
                LoggingException.class, () -> bench.client.create(MetricInfo.of("metric", "severity>=ERROR")));
        assertThat(metric).hasMessageContaining("metrics.yaml");
    }

    private ListLogEntriesResponse list(UnaryOperator<ListLogEntriesRequest.Builder> change) {
        return bench.stub.listLogEntries(
                change.apply(ListLogEntriesRequest.newBuilder().addResourceNames("projects/truename-local"))
                        .build());
    }

    private StatusRuntimeException refused(UnaryOperator<ListLogEntriesRequest.Builder> change) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> list(change));
    }
}
