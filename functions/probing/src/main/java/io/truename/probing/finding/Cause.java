// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Cause of a finding. All rows with one cause are one finding, whatever their number. A cause never holds ids of rows, counts,
 * times, or the text of users.
 *
 * @param table name as {@code schema.table}; empty if the cause is in no table
 * @param column name of a column, an index or a constraint; empty if there is none
 * @param detail distinguishes causes of one kind and place, such as {@code namespace.dns}; empty if there is nothing to distinguish
 */
public record Cause(FindingKind kind, String table, String column, String detail) {
    /** Detail of the cause that stands for all that were not kept: see {@link Observations}. */
    public static final String FURTHER = "(further causes)";

    /** Maximum number of characters of each text. */
    public static final int MOST_CHARACTERS = 300;

    private static final int FINGERPRINT_BYTES = 16;

    public Cause {
        check("table", table);
        check("column", column);
        check("detail", detail);
    }

    /** A cause that its kind and place describe. */
    public Cause(FindingKind kind, String table, String column) {
        this(kind, table, column, "");
    }

    /** The cause that stands for all others of the same kind and place. */
    Cause further() {
        return new Cause(kind, table, column, FURTHER);
    }

    /** Whether it stands for causes that were not kept. */
    public boolean isFurther() {
        return detail.equals(FURTHER);
    }

    /**
     * Name of the finding for ever: 32 hex digits, the same over scans, restarts and versions. It is the beginning of the
     * SHA-256 of these bytes: for each of the kind's code, table, column and detail, in this order, its length in bytes of
     * UTF-8 as four bytes, big-endian, and those bytes.
     */
    public String fingerprint() {
        MessageDigest digest = sha256();
        for (String text : List.of(kind.code(), table, column, detail)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    }

    private static void check(String component, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(component + ": at most " + MOST_CHARACTERS + " characters");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has SHA-256.", impossible);
        }
    }
}
