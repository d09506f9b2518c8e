// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    private static final String LONGEST = "\u20ac".repeat(BoundedLines.LONGEST);

    private static BoundedLines lines(String text) {
        return new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> all(String text) throws IOException {
        BoundedLines lines = lines(text);
        List<String> all = new ArrayList<>();
        for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
            all.add(next.get());
        }
        assertThat(lines.number()).isEqualTo(all.size());
        assertThat(lines.position()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        return all;
    }

    @Test
    void lines_endWithEitherEnd_orWithTheText() throws IOException {
        assertThat(all("")).isEmpty();
        assertThat(all("\n")).containsExactly("");
        assertThat(all("a\r\n\r\nb\rc\n")).containsExactly("a", "", "b\rc");
        assertThat(all("a\nb")).containsExactly("a", "b");
    }

    @Test
    void mark_isNoPartOfTheFirstLine() throws IOException {
        assertThat(all("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
    }

    @Test
    void line_thatIsTooLong_isLongerThanTheBound_andNotKept() throws IOException {
        assertThat(all(LONGEST + "\r\nx")).containsExactly(LONGEST, "x");
        for (String more : List.of("a", "\r\r", "\r" + "b".repeat(200_000))) {
            List<String> read = all(LONGEST + more + "\nx");
            assertThat(read).hasSize(2).last().isEqualTo("x");
            assertThat(read.get(0).length()).isBetween(BoundedLines.LONGEST + 1, BoundedLines.LONGEST + 2);
        }
    }

    @Test
    void bytesThatAreNoText_spoilOneLine() throws IOException {
        byte[] text = {'a', (byte) 0xe2, (byte) 0x82, '\n', 'b', '\n'};
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(text));
        assertThat(lines.next()).contains("a\uFFFD");
        assertThat(lines.next()).contains("b");
    }

    @Test
    void lines_acrossBuffers_areWhole() throws IOException {
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 200; line++) {
            expected.add(Integer.toString(line).repeat(line * 5 + 1));
            text.append(expected.get(line)).append('\n');
        }
        assertThat(all(text.toString())).isEqualTo(expected);
    }

    @Test
    void rest_ofAText_goesOnFromItsPlace() throws IOException {
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream("c\nd\n".getBytes(StandardCharsets.UTF_8)), 40);
        assertThat(lines.next()).contains("c");
        assertThat(lines.position()).isEqualTo(42);
        assertThat(lines.number()).isEqualTo(1);
    }
}
