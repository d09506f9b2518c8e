// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.listing.BoundedLines;
import io.truename.listing.FileFormat;
import io.truename.listing.ListReader;
import io.truename.listing.ListedLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Lines of files that are read in ranges: each once, with its number in the file. */
class FileRangeTest {
    private static final String BLANK = "\r\n \n";

    private static final class Collected implements ListReader.Taker {
        private final List<String> lines = new ArrayList<>();
        private long before;

        @Override
        public void take(long number, ListedLine line) {
            lines.add(before + number + " " + line.owner().orElse("nobody"));
        }

        @Override
        public void unreadable(long number, String problem) {
            lines.add(before + number + " " + problem);
        }
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of(
                        "\n",
                        "\r\n",
                        "ann,,1\n",
                        "bob,x\r\n",
                        "\u20ac\uD83D\uDE00,y,2\n",
                        "\"broken\n",
                        "z".repeat(5_000) + "\n")
                .list()
                .ofMaxSize(12)
                .map(lines -> String.join("", lines));
    }

    @Property(tries = 300)
    void ranges_ofAnySize_haveTheLinesOfTheFile(
            @ForAll("text") String text, @ForAll @IntRange(min = 1, max = 70) int size, @ForAll boolean ended)
            throws IOException {
        String header = "user,hash,bytes";
        String whole = BLANK + header + "\n" + text + (ended ? "" : "last,a,3");
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        BoundedLines head = new BoundedLines(new ByteArrayInputStream(bytes));
        assertThat(ListReader.header(head)).isEqualTo(header);
        Path file = Files.createTempFile("list", ".csv");
        try {
            Files.write(file, bytes);
            FileRange range =
                    new FileRange(file.toString(), FileFormat.CSV, header, head.position(), 0, 0, Long.MAX_VALUE);
            Collected expected = new Collected();
            long number = range.read(expected);
            Collected collected = new Collected();
            for (FileRange each : range.divided(bytes.length, size * (text.contains("z") ? 100L : 1))) {
                collected.before += each.read(collected);
            }
            assertThat(collected.lines).isEqualTo(expected.lines);
            assertThat(collected.before).isEqualTo(number);
        } finally {
            Files.delete(file);
        }
    }
}
