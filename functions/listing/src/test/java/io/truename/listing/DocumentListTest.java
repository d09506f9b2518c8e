// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.ListedDocuments;
import io.truename.costing.savings.ListedDocuments.Bounds;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.listing.DocumentList.BadLine;
import io.truename.listing.DocumentList.Read;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentListTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);
    private static final String ID = "6C8A1E6E-1F0B-4AA8-9F0A-1A7C2E6F2B42";

    private static Read read(FileFormat format, String text) throws IOException {
        return new DocumentList(format, () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .read(ListedDocuments.USUAL);
    }

    @Test
    void csv_withColumnsInAnyOrder() throws IOException {
        Read read = read(
                FileFormat.CSV,
                "\uFEFFname,bytes,hash,user\r\nx,10," + A + ",ann\r\n\"y, z\",10,"
                        + A.toUpperCase(Locale.ROOT)
                        + ",bob\r\n\r\nx,10," + A + ",ann\r\nx,7," + B + "," + ID + "\r\nx,7," + B + ","
                        + ID.toLowerCase(Locale.ROOT));
        assertThat(read.bad()).isZero();
        assertThat(read.outcome().exact())
                .contains(new SavingsLedger(2, new Line(2, 17), new Line(2, 17), new Line(1, 10)));
    }

    @Test
    void json_withBadLines_tellsThem_andCountsTheRest() throws IOException {
        Read read = read(FileFormat.JSON_LINES, """
                {"user":"ann","hash":"%1$s","bytes":10}
                {"user":"ann","hash":"%1$s","bytes":"10"}
                {"user":"ann","hash":"abc","bytes":10}
                {"user":"a n","hash":"%1$s","bytes":10}
                {"user":"ann","hash":"%1$s","bytes":-1}
                {"user":"ann","hash":"%1$s","bytes":1.5}
                {"user":"ann","hash":"%1$s"}
                {"user":
                null
                [1]
                {"user":"ann","hash":"%1$s","bytes":1} {}
                {"user":"bob","hash":"%1$s","bytes":11}
                %2$s
                {"user":"ann","hash":"%3$s","bytes":1e2}
                """.formatted(A, "x".repeat(100_000), B));
        assertThat(read.first())
                .containsExactly(
                        new BadLine(3, "hash: must be the file's SHA-256: 64 hex digits"),
                        new BadLine(4, "user: must be 1 to 256 printable ASCII characters without spaces"),
                        new BadLine(5, "bytes: must be a whole number of bytes from 0"),
                        new BadLine(6, "bytes: must be a whole number of bytes from 0"),
                        new BadLine(7, "bytes: must be a whole number of bytes from 0"),
                        new BadLine(8, "is no JSON object"),
                        new BadLine(9, "is no JSON object"),
                        new BadLine(10, "is no JSON object"),
                        new BadLine(11, "is no JSON object"),
                        new BadLine(13, "is longer than 4096 characters"));
        assertThat(read.bad()).isEqualTo(10);
        assertThat(read.outcome().documents()).isEqualTo(4);
        assertThat(read.outcome().conflicts()).containsExactly(new ListedDocuments.Conflict(12, 1));
        assertThat(read.outcome().exact())
                .contains(new SavingsLedger(1, new Line(1, 100), new Line(0, 0), new Line(0, 0)));
    }

    @Test
    void csv_brokenQuote_spoilsOneLine() throws IOException {
        Read read = read(FileFormat.CSV, "user,hash,bytes\n\"ann," + A + ",10\nbob," + A + ",10\nbob,," + A + "\n");
        assertThat(read.bad()).isEqualTo(2);
        assertThat(read.outcome().documents()).isEqualTo(1);
    }

    @Test
    void header_isNeeded() {
        assertThatThrownBy(() -> read(FileFormat.CSV, "user,sha,bytes\nann," + A + ",1\n"))
                .hasMessage("header: must name the columns user, hash and bytes");
        assertThatThrownBy(() -> read(FileFormat.CSV, "\n")).hasMessageStartingWith("header: is missing");
    }

    @Test
    void listBeyondMemory_isReadTwice_andEstimated(@TempDir Path folder) throws IOException {
        int lines = 99_999;
        Path list = folder.resolve("list.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(list)) {
            writer.write("user,hash,bytes\n");
            for (int number = 0; number < lines; number++) {
                writer.write(line(number));
            }
        }
        AtomicInteger opened = new AtomicInteger();
        Read read = new DocumentList(FileFormat.CSV, () -> {
                    opened.incrementAndGet();
                    return Files.newInputStream(list);
                })
                .read(new Bounds(5_000, 50_000, 100));
        assertThat(opened).hasValue(2);
        assertThat(read.outcome().documents()).isEqualTo(lines);
        assertThat(read.outcome().exact()).isEmpty();
        // Every content is there three times, by two owners: a third of all bytes is the same owner's, a third another
        // one's.
        assertThat(read.outcome().sample().orElseThrow().acrossOwners().bytes())
                .isBetween(read.outcome().bytes() * 0.333, read.outcome().bytes() * 0.334);
    }

    private static String line(int number) {
        int content = number / 3;
        return String.format("user-%d,%08x%056x,1000\n", Math.max(1, number % 3), content * 0x9E3779B9, content);
    }
}
