// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.postgres.corpus.imported.ImportedPair;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reader of a list of hashes: lines of JSON objects with {@code id} and {@code sha256}, or of CSV. Other fields are ignored, blank lines
 * are skipped, and a line that cannot be read spoils no other.
 */
final class HashLines {
    private static final String ID = "id";
    private static final String SHA256 = "sha256";
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Columns of CSV without a header. */
    private static final List<String> COLUMNS = List.of(ID, SHA256);

    private final byte[] body;
    private final boolean csv;
    private List<String> columns = COLUMNS;
    private boolean first = true;
    private int position;
    private long line;

    /**
     * Creates a reader.
     *
     * @param csv whether lines are CSV, with or without a header, and not JSON
     * @param firstLine number of the first line
     */
    HashLines(byte[] body, boolean csv, long firstLine) {
        this.body = body;
        this.csv = csv;
        this.line = firstLine;
        if (body.length >= MARK.length && Arrays.equals(body, 0, MARK.length, MARK, 0, MARK.length)) {
            position = MARK.length;
        }
    }

    /**
     * Line that is no pair.
     *
     * @param field the wrong field; empty if the line as a whole is wrong
     * @param rule the rule that it breaks, with which it can be corrected
     */
    record BadLine(long line, String field, String rule, String got) {}

    /** A line that was read: a pair, or a bad line. */
    record Read(Optional<ImportedPair> pair, Optional<BadLine> bad) {
        static Read bad(long line, String field, String rule, String got) {
            return new Read(Optional.empty(), Optional.of(new BadLine(line, field, rule, got)));
        }
    }

    /** Number of the line that is read next. */
    long line() {
        return line;
    }

    /** Reads the next line that is not blank; empty at the end. */
    Optional<Read> next() {
        while (position < body.length) {
            int end = position;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            byte[] bytes = Arrays.copyOfRange(body, position, end);
            position = end + 1;
            long number = line++;
            Optional<Read> read = isBlank(bytes) ? Optional.empty() : read(number, bytes);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private Optional<Read> read(long number, byte[] bytes) {
        boolean begins = first;
        first = false;
        return csv ? csv(number, bytes, begins) : Optional.of(json(number, bytes));
    }

    private static Read json(long number, byte[] bytes) {
        FieldProblems problems = new FieldProblems();
        JsonBody object = JsonBody.read(bytes, problems);
        if (problems.found() == 0) {
            requireField(object, ID);
            requireField(object, SHA256);
        }
        String id = object.text(ID, "", ImportedPair::requireKey);
        String hash = object.text(SHA256, "", ImportedPair::requireHash);
        if (problems.found() > 0) {
            FieldProblem problem = problems.listed().get(0);
            return Read.bad(number, problem.pointer().replaceFirst("^/", ""), problem.rule(), problem.got());
        }
        return new Read(Optional.of(new ImportedPair(number, id, hash)), Optional.empty());
    }

    private static void requireField(JsonBody object, String name) {
        if (!object.has(name)) {
            object.problem(name, Rules.GIVEN, Rules.NOTHING);
        }
    }

    private Optional<Read> csv(long number, byte[] bytes, boolean begins) {
        Optional<List<String>> fields = decoded(bytes).flatMap(CsvFields::of);
        if (fields.isEmpty()) {
            return Optional.of(Read.bad(
                    number, "", "must be CSV in UTF-8, with whole quotes in one line: id,sha256", "something else"));
        }
        List<String> values = fields.get();
        if (begins && isHeader(values)) {
            columns = values.stream().map(HashLines::name).toList();
            return Optional.empty();
        }
        for (String column : COLUMNS) {
            if (columns.indexOf(column) >= values.size()) {
                return Optional.of(Read.bad(number, column, Rules.GIVEN, Rules.NOTHING));
            }
        }
        String id = values.get(columns.indexOf(ID));
        String hash = values.get(columns.indexOf(SHA256));
        try {
            ImportedPair.requireKey(id);
        } catch (IllegalArgumentException bad) {
            return Optional.of(Read.bad(number, ID, String.valueOf(bad.getMessage()), Rules.length(id)));
        }
        try {
            ImportedPair.requireHash(hash);
        } catch (IllegalArgumentException bad) {
            return Optional.of(Read.bad(number, SHA256, String.valueOf(bad.getMessage()), Rules.length(hash)));
        }
        return Optional.of(new Read(Optional.of(new ImportedPair(number, id, hash)), Optional.empty()));
    }

    private static boolean isHeader(List<String> values) {
        List<String> names = values.stream().map(HashLines::name).toList();
        return names.contains(ID) && names.contains(SHA256);
    }

    private static String name(String column) {
        return column.strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> decoded(byte[] bytes) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
