// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.part.StartException;
import java.util.stream.Stream;

/**
 * Whether the terminal's locale can carry the names that were typed. Under {@code LC_ALL=POSIX}, which containers have by
 * default, the JDK decodes every byte above 127 of an argument or a folder's name to the replacement character, and opens no
 * file by such a name; nothing in this program can undo that.
 */
final class TerminalCharset {
    private static final char REPLACEMENT = '\uFFFD';

    private TerminalCharset() {}

    /**
     * Refuses names that were lost.
     *
     * @throws StartException that says how to start the program so that they are not
     */
    static void requireNothingLost(String... arguments) throws StartException {
        boolean lost = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("user.dir", "java.io.tmpdir", "java.class.path", "java.home")
                                .map(System::getProperty))
                .anyMatch(text -> text != null && text.indexOf(REPLACEMENT) >= 0);
        if (lost) {
            throw new StartException(
                    "A name has letters that this terminal's locale cannot carry (its character set is "
                            + System.getProperty("sun.jnu.encoding")
                            + "): put LC_ALL=C.UTF-8 before java, or use names of plain ASCII letters.");
        }
    }
}
