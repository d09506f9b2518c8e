// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields of one line of CSV (RFC 4180): a field with a comma or a quote is in quotes, and a quote in it is doubled. */
final class CsvFields {
    private CsvFields() {}

    /** The fields; empty if a quote is left open or stands inside of a field. */
    static Optional<List<String>> of(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            if (at < line.length() && line.charAt(at) == '"') {
                at = quoted(line, at + 1, field);
                if (at < 0) {
                    return Optional.empty();
                }
            } else {
                while (at < line.length() && line.charAt(at) != ',') {
                    if (line.charAt(at) == '"') {
                        return Optional.empty();
                    }
                    field.append(line.charAt(at++));
                }
            }
            fields.add(field.toString());
            if (at == line.length()) {
                return Optional.of(fields);
            }
            if (line.charAt(at) != ',') {
                return Optional.empty();
            }
            at++;
        }
    }

    /** Reads a field to its closing quote; returns the place after it, or -1 if there is none. */
    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next != '"') {
                field.append(next);
            } else if (at < line.length() && line.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return at;
            }
        }
        return -1;
    }
}
