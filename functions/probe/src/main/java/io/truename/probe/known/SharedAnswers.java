// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.identity.DocumentName;
import io.truename.identity.UuidText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Answers as the texts that instances share. A value repeats the version of the corpus and the time by the database's clock, so that a
 * reader can tell whether it still holds, and has a checksum over its key and itself.
 */
final class SharedAnswers {
    private static final String FORMAT = "1";
    private static final String ABSENT = "-";

    private final String prefix;

    /**
     * @param scope tells corpora apart that share a store; without colons
     */
    SharedAnswers(String scope) {
        if (scope.indexOf(':') >= 0) {
            throw new IllegalArgumentException("scope: without colons");
        }
        this.prefix = "truename:known:" + FORMAT + ":" + scope + ":";
    }

    /**
     * A shared answer.
     *
     * @param micros the database's clock when it was asked, or before
     */
    record Shared(Optional<UUID> id, String version, long micros) {}

    /** Key of a document. The canonical name is legal for one document only, see {@link DocumentName}. */
    String key(DocumentName name) {
        return prefix + name.canonical();
    }

    String value(String key, Shared answer) {
        String text = FORMAT + " " + answer.version + " " + answer.micros + " "
                + answer.id.map(UUID::toString).orElse(ABSENT);
        return text + " " + checksum(key, text);
    }

    /** Reads a value; empty if it is not one of ours, or not of this key. */
    static Optional<Shared> read(String key, String value) {
        int end = value.lastIndexOf(' ');
        if (end < 0 || !value.substring(end + 1).equals(checksum(key, value.substring(0, end)))) {
            return Optional.empty();
        }
        String[] parts = value.substring(0, end).split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(FORMAT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Shared(
                    parts[3].equals(ABSENT) ? Optional.empty() : Optional.of(UuidText.parse(parts[3])),
                    parts[1],
                    Long.parseLong(parts[2])));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String checksum(String key, String text) {
        CRC32C sum = new CRC32C();
        sum.update((key + "\n" + text).getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
