// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.imported.ImportTally;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as people and programs write them. */
class HashImportTest {
    private static final String A = "a".repeat(64);

    private final List<ImportedPair> stored = new ArrayList<>();

    private HashImport run(boolean csv, String list, boolean timeLeft) {
        return run(csv, list.getBytes(StandardCharsets.UTF_8), timeLeft);
    }

    private HashImport run(boolean csv, byte[] list, boolean timeLeft) {
        return HashImport.run(
                pairs -> {
                    stored.addAll(pairs);
                    return new ImportTally(pairs.size(), 0, 0, 0, List.of());
                },
                new HashLines(list, csv, 1),
                () -> timeLeft);
    }

    private List<String> keys() {
        return stored.stream().map(pair -> pair.line() + " " + pair.key()).toList();
    }

    @Test
    void jsonLines_withBlankLinesOtherFieldsAndAnyEndOfLine() {
        HashImport imported = run(
                false,
                "\uFEFF{\"id\":\"a\",\"sha256\":\"" + A + "\"}\r\n\n  \r\n{\"bytes\":7,\"sha256\":\"" + A
                        + "\",\"more\":{\"x\":[1]},\"id\":\"ü \\\"\\n\"}",
                true);
        assertThat(keys()).containsExactly("1 a", "4 ü \"\n");
        assertThat(imported.lines()).isEqualTo(2);
        assertThat(imported.bad()).isZero();
        assertThat(imported.nextLine()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,%s",
                "id,sha256\na,%s",
                "SHA256 ,\"ID\"\r\n%s,a\r\n",
                "bytes,id,sha256,x\n7,a,%s,",
                "\"a\",\"%s\""
            })
    void csv_withAndWithoutHeader(String list) {
        assertThat(run(true, list.replace("%s", A), true).bad()).isZero();
        assertThat(stored).extracting(ImportedPair::key).containsExactly("a");
    }

    @Test
    void csv_quotesHoldCommasAndQuotes() {
        run(true, "\"a,\"\"b\"\".pdf\"," + A, true);
        assertThat(keys()).containsExactly("1 a,\"b\".pdf");
    }

    /** One bad line spoils no other, and says which field to correct, and how. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | `` | must be JSON in UTF-8",
                "[] | `` | must be a JSON object",
                "{} | id | must be given",
                "{'id':'a'} | sha256 | must be given",
                "{'id':7,'sha256':'x'} | id | must be a string",
                "{'id':'','sha256':'A'} | id | must have 1 to 1024 bytes",
                "{'id':'a\\u0000','sha256':'A'} | id | must have 1 to 1024 bytes",
                "{'id':'\\ud800','sha256':'A'} | id | must have 1 to 1024 bytes",
                "{'id':'a','sha256':'abc'} | sha256 | must be a SHA-256: 64 hex digits",
                "{'id':'a','sha256':null} | sha256 | must be a string",
                "{'id':'a','id':'b','sha256':'A'} | id | may be given once only",
                "{'id':'a','sha256':'A'} x | `` | must be JSON in UTF-8",
            })
    void badJsonLine_isTold(String line, String field, String rule) {
        String good = "{\"id\":\"g\",\"sha256\":\"" + A + "\"}";
        String bad = line.replace("'A'", "'" + A + "'").replace("'", "\"");
        HashImport imported = run(false, good + "\n" + bad + "\n" + good.replace("\"g\"", "\"h\""), true);
        assertThat(keys()).containsExactly("1 g", "3 h");
        assertThat(imported.badLines()).singleElement().satisfies(told -> {
            assertThat(told.line()).isEqualTo(2);
            assertThat(told.field()).isEqualTo(field);
            assertThat(told.rule()).startsWith(rule);
            assertThat(told.got()).doesNotContain(A);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | sha256 | must be given",
                "a,b | sha256 | must be a SHA-256",
                ",A | id | must have 1 to 1024 bytes",
                "\"a,A | `` | must be CSV in UTF-8",
                "a\"b,A | `` | must be CSV in UTF-8",
                "\"a\"b,A | `` | must be CSV in UTF-8",
            })
    void badCsvLine_isTold(String line, String field, String rule) {
        HashImport imported = run(true, "g," + A + "\n" + line.replace("A", A) + "\nh," + A, true);
        assertThat(keys()).containsExactly("1 g", "3 h");
        assertThat(imported.badLines()).singleElement().satisfies(told -> {
            assertThat(told.field()).isEqualTo(field);
            assertThat(told.rule()).startsWith(rule);
        });
    }

    @Test
    void garbage_isOnlyCounted() {
        byte[] garbage = new byte[100_000];
        new Random(7).nextBytes(garbage);
        for (boolean csv : new boolean[] {true, false}) {
            HashImport imported = run(csv, garbage, true);
            assertThat(stored).isEmpty();
            assertThat(imported.bad()).isPositive().isEqualTo(imported.lines());
            assertThat(imported.badLines()).hasSizeLessThanOrEqualTo(ImportedHashStore.MOST_LISTED);
        }
    }

    /** Time is up after a slice: the answer says where to go on, and all before that line is stored. */
    @Test
    void longList_isContinuedAtTheNextLine() {
        int lines = ImportedHashStore.SLICE + 10;
        String list = IntStream.rangeClosed(1, lines)
                .mapToObj(line -> "k" + line + "," + A + "\n")
                .collect(Collectors.joining());
        HashImport first = run(true, list, false);
        assertThat(first.nextLine()).contains((long) ImportedHashStore.SLICE + 1);
        assertThat(stored).hasSize(ImportedHashStore.SLICE);
        assertThat(first.lines()).isEqualTo(ImportedHashStore.SLICE);
    }
}
