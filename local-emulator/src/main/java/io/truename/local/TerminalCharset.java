// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.StartException;
import java.util.stream.Stream;

/**
 * Locale check: detects names that the terminal's character set cannot represent. Under {@code LC_ALL=POSIX}, the default in
 * containers, the JDK decodes every byte above 127 of an argument or a folder's name to the replacement character, and cannot
 * open a file by such a name. The program cannot undo that.
 */
final class TerminalCharset {
    private static final char REPLACEMENT = '\uFFFD';

    private TerminalCharset() {}

    /**
     * Refuses arguments and folder names with replacement characters.
     *
     * @throws StartException if there are any; the message says how to start the program so that there are none
     */
    static void requireNothingLost(String... arguments) throws StartException {
        boolean lost = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("user.dir", "java.io.tmpdir", "java.class.path", "java.home")
                                .map(System::getProperty))
                .anyMatch(text -> text != null && text.indexOf(REPLACEMENT) >= 0);
        if (lost) {
            throw new StartException(
                    "A name has letters that this terminal's locale cannot represent (its character set is "
                            + System.getProperty("sun.jnu.encoding")
                            + "): put LC_ALL=C.UTF-8 before java, or use names of plain ASCII letters.");
        }
    }
}
