// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Lines of a text of which one line may be as long as the text: more than a bound is not kept. */
final class BoundedLines {
    /** Far above a user, a hash and a number. */
    static final int LONGEST = 4_096;

    private final Reader text;
    private boolean ended;

    BoundedLines(Reader text) {
        this.text = new BufferedReader(text);
    }

    /** The next line, without its end; of a line that is too long one character more than the bound. Empty at the end of the text. */
    Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = ended ? -1 : text.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.length() <= LONGEST) {
                line.append((char) next);
            }
            next = text.read();
        }
        ended = next < 0;
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return Optional.of(line.toString());
    }
}
