// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.type.LogSeverity;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.truename.local.logging.agent.EntrySize;
import io.truename.local.logging.agent.EntryTimes;
import io.truename.local.logging.agent.InsertIds;
import java.time.Instant;
import java.util.Map;

/** Checks of written entries, after the request's defaults are filled in. */
final class EntryChecks {
    private static final int MOST_LABEL_KEY_BYTES = 512;
    private static final int MOST_LABEL_VALUE_BYTES = 64 * 1024;
    private static final int MOST_LABELS = 64;

    private final InsertIds ids;

    EntryChecks(InsertIds ids) {
        this.ids = ids;
    }

    /** Returns the entry as it is stored. */
    LogEntry complete(LogEntry written, WriteLogEntriesRequest defaults, Instant now) {
        LogEntry.Builder entry = written.toBuilder();
        entry.setLogName(Names.log(written.getLogName().isEmpty() ? defaults.getLogName() : written.getLogName()));
        if (!entry.hasResource()) {
            entry.setResource(defaults.getResource());
        }
        if (entry.getResource().getType().isEmpty()) {
            throw CallException.invalid("An entry needs a resource with a type, such as \"global\".");
        }
        if (entry.hasProtoPayload()) {
            throw new CallException(
                    Status.Code.UNIMPLEMENTED,
                    "proto_payload is not part of the local cloud: write json_payload or text_payload.");
        }
        if (entry.getSeverity() == LogSeverity.UNRECOGNIZED) {
            throw CallException.invalid("Severity " + entry.getSeverityValue() + " does not exist.");
        }
        if (entry.hasTimestamp() && !Timestamps.isValid(entry.getTimestamp())) {
            throw CallException.invalid("The timestamp is outside of the years 1 to 9999.");
        }
        fillLabels(entry, defaults.getLabelsMap());
        fillTimeAndId(entry, now);
        LogEntry complete = entry.build();
        if (complete.getSerializedSize() > EntrySize.MOST_BYTES) {
            throw CallException.invalid("Log entry with size " + complete.getSerializedSize()
                    + " bytes exceeds the maximum size of " + EntrySize.MOST_BYTES + " bytes.");
        }
        return complete;
    }

    private static void fillLabels(LogEntry.Builder entry, Map<String, String> defaults) {
        Map<String, String> own = Map.copyOf(entry.getLabelsMap());
        entry.clearLabels();
        defaults.forEach((key, value) -> putLabel(entry, key, value));
        own.forEach((key, value) -> putLabel(entry, key, value));
        if (entry.getLabelsCount() > MOST_LABELS) {
            throw CallException.invalid(
                    "An entry may have " + MOST_LABELS + " labels; this one has " + entry.getLabelsCount() + ".");
        }
    }

    private static void putLabel(LogEntry.Builder entry, String key, String value) {
        entry.putLabels(EntrySize.cut(key, MOST_LABEL_KEY_BYTES), EntrySize.cut(value, MOST_LABEL_VALUE_BYTES));
    }

    private void fillTimeAndId(LogEntry.Builder entry, Instant now) {
        entry.setReceiveTimestamp(EntryTimes.timestamp(now));
        if (!entry.hasTimestamp()) {
            entry.setTimestamp(EntryTimes.timestamp(now));
        }
        if (entry.getInsertId().isEmpty()) {
            entry.setInsertId(ids.next());
        }
    }
}
