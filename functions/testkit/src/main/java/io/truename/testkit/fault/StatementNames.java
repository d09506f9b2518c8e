// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registry of prepared statements, which finds the SQL of a message that only names its statement. */
final class StatementNames {
    private final Map<String, String> prepared = new HashMap<>();

    /** The SQL that a message runs; null for a message that runs none. */
    @Nullable
    String statementOf(byte[] message) {
        char type = (char) message[0];
        if (type == 'Q') {
            return text(message, 5);
        }
        if (type == 'P') {
            String name = text(message, 5);
            prepared.put(name, text(message, 5 + bytes(name) + 1));
        }
        if (type == 'B') {
            String portal = text(message, 5);
            return prepared.get(text(message, 5 + bytes(portal) + 1));
        }
        return null;
    }

    /** A message that runs SQL. */
    static byte[] query(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + 6)
                .put((byte) 'Q')
                .putInt(text.length + 5)
                .put(text)
                .put((byte) 0)
                .array();
    }

    /** The SQLSTATE of an ErrorResponse. */
    static String sqlState(byte[] message) {
        int at = 5;
        while (at < message.length && message[at] != 0) {
            String field = text(message, at + 1);
            if (message[at] == 'C') {
                return field;
            }
            at += bytes(field) + 2;
        }
        return "";
    }

    private static String text(byte[] message, int from) {
        int to = from;
        while (message[to] != 0) {
            to++;
        }
        return new String(message, from, to - from, StandardCharsets.UTF_8);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
