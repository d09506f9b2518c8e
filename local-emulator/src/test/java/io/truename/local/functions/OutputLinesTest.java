// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputLinesTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void read_linesOfUtf8_theLastWithoutAnEnd() {
        OutputLines.read(stream("wörld\n\nsecond"), lines::add);
        assertThat(lines).containsExactly("wörld", "", "second");
    }

    @Test
    void read_lineThatDoesNotEnd_isCut() {
        OutputLines.read(stream("x".repeat(OutputLines.LONGEST_LINE_BYTES + 3) + "\n"), lines::add);
        assertThat(lines).extracting(String::length).containsExactly(OutputLines.LONGEST_LINE_BYTES, 3);
    }

    @Test
    void read_streamThatBreaks_isTheEnd() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("killed");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("killed");
            }
        };
        OutputLines.read(new SequenceInputStream(stream("said\nbefore"), broken), lines::add);
        assertThat(lines).containsExactly("said", "before");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
