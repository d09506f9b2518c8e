// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

/** Log entry as the REST API writes it. */
final class EntryJson {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private EntryJson() {}

    static String write(LogEntry entry) {
        try {
            return PRINTER.print(entry);
        } catch (InvalidProtocolBufferException unwritable) {
            throw new IllegalStateException("An entry without a proto payload can be written", unwritable);
        }
    }
}
