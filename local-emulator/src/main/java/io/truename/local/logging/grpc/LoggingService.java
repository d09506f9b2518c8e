// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.DeleteLogRequest;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.ListLogsRequest;
import com.google.logging.v2.ListLogsResponse;
import com.google.logging.v2.ListMonitoredResourceDescriptorsRequest;
import com.google.logging.v2.ListMonitoredResourceDescriptorsResponse;
import com.google.logging.v2.LoggingServiceV2Grpc.LoggingServiceV2ImplBase;
import com.google.logging.v2.TailLogEntriesRequest;
import com.google.logging.v2.TailLogEntriesResponse;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.truename.local.logging.agent.InsertIds;
import io.truename.local.logging.store.LogStore;
import java.time.Clock;

/** gRPC service {@code google.logging.v2.LoggingServiceV2}. */
public final class LoggingService extends LoggingServiceV2ImplBase {
    private final LogStore store;
    private final WriteCall writing;
    private final ListCalls listing;
    private final TailCalls tailing;

    public LoggingService(LogStore store, TailCalls tailing, Clock clock, InsertIds ids) {
        this.store = store;
        this.tailing = tailing;
        this.writing = new WriteCall(store, clock, ids);
        this.listing = new ListCalls(store);
    }

    @Override
    public void writeLogEntries(WriteLogEntriesRequest request, StreamObserver<WriteLogEntriesResponse> observer) {
        Answers.send(observer, () -> writing.write(request));
    }

    @Override
    public void listLogEntries(ListLogEntriesRequest request, StreamObserver<ListLogEntriesResponse> observer) {
        Answers.send(observer, () -> listing.entries(request));
    }

    @Override
    public void listLogs(ListLogsRequest request, StreamObserver<ListLogsResponse> observer) {
        Answers.send(observer, () -> listing.logs(request));
    }

    @Override
    public StreamObserver<TailLogEntriesRequest> tailLogEntries(StreamObserver<TailLogEntriesResponse> observer) {
        return tailing.start(observer);
    }

    @Override
    public void deleteLog(DeleteLogRequest request, StreamObserver<Empty> observer) {
        Answers.send(observer, () -> {
            String name = Names.log(request.getLogName());
            if (!store.deleteLog(name)) {
                throw new CallException(Status.Code.NOT_FOUND, "Log " + name + " has no entries.");
            }
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void listMonitoredResourceDescriptors(
            ListMonitoredResourceDescriptorsRequest request,
            StreamObserver<ListMonitoredResourceDescriptorsResponse> observer) {
        Answers.send(
                observer,
                () -> ListMonitoredResourceDescriptorsResponse.newBuilder()
                        .addAllResourceDescriptors(ResourceDescriptors.ALL)
                        .build());
    }
}
