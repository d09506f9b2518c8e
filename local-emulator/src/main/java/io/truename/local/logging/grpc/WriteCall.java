// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.LogEntry;
import com.google.logging.v2.WriteLogEntriesPartialErrors;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.Any;
import io.grpc.protobuf.StatusProto;
import io.truename.local.logging.agent.EntryTimes;
import io.truename.local.logging.agent.InsertIds;
import io.truename.local.logging.store.LogStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code WriteLogEntries}. As in the cloud, entries that are too old or too far ahead are accepted and not kept. */
final class WriteCall {
    private static final System.Logger LOG = System.getLogger(WriteCall.class.getName());
    private static final int MOST_REQUEST_BYTES = 10_000_000;

    private final LogStore store;
    private final Clock clock;
    private final EntryChecks checks;

    WriteCall(LogStore store, Clock clock, InsertIds ids) {
        this.store = store;
        this.clock = clock;
        this.checks = new EntryChecks(ids);
    }

    WriteLogEntriesResponse write(WriteLogEntriesRequest request) {
        if (request.getSerializedSize() > MOST_REQUEST_BYTES) {
            throw CallException.invalid("A request may have " + MOST_REQUEST_BYTES + " bytes; this one has "
                    + request.getSerializedSize() + ".");
        }
        Instant now = clock.instant();
        List<LogEntry> valid = new ArrayList<>(request.getEntriesCount());
        Map<Integer, CallException> refused = new LinkedHashMap<>();
        for (int at = 0; at < request.getEntriesCount(); at++) {
            try {
                valid.add(checks.complete(request.getEntries(at), request, now));
            } catch (CallException unusable) {
                refused.put(at, unusable);
            }
        }
        boolean written = refused.isEmpty() || (request.getPartialSuccess() && !valid.isEmpty());
        if (written && !request.getDryRun()) {
            store.add(kept(valid, now));
        }
        if (!refused.isEmpty()) {
            throw failure(refused, written);
        }
        return WriteLogEntriesResponse.getDefaultInstance();
    }

    private static List<LogEntry> kept(List<LogEntry> entries, Instant now) {
        List<LogEntry> kept = entries.stream()
                .filter(entry -> EntryTimes.isKept(EntryTimes.instant(entry.getTimestamp()), now))
                .toList();
        if (kept.size() < entries.size()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} written log entries are older than 30 days or more than 24 hours ahead and are not kept",
                    entries.size() - kept.size());
        }
        return kept;
    }

    private static RuntimeException failure(Map<Integer, CallException> refused, boolean partly) {
        Map.Entry<Integer, CallException> first = refused.entrySet().iterator().next();
        com.google.rpc.Status.Builder status = first.getValue().toProto().toBuilder()
                .setMessage("Entry " + first.getKey() + ": " + first.getValue().getMessage());
        if (partly) {
            WriteLogEntriesPartialErrors.Builder details = WriteLogEntriesPartialErrors.newBuilder();
            refused.forEach((at, error) -> details.putLogEntryErrors(at, error.toProto()));
            status.addDetails(Any.pack(details.build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
