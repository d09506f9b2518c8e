// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Source of the mapping's YAML: a file or a setting. */
public sealed interface MappingSource {
    /**
     * Reads the current YAML, not yet checked.
     *
     * @throws NotSetUpException if it is missing or cannot be read
     */
    String yaml();

    /** The text itself, which never changes. */
    record Text(String yaml) implements MappingSource {}

    /** A file, read each time, so that corrections take effect at once. */
    record File(Path path) implements MappingSource {
        /** Limit on the file size, far above that of a mapping, so that a wrong file does not fill the memory. */
        private static final long MOST_BYTES = 1 << 20;

        /**
         * The file of that name; it need not be there yet.
         *
         * @throws IllegalArgumentException with the rule for a name that no file can have
         */
        public static File named(String name) {
            try {
                return new File(Path.of(name));
            } catch (InvalidPathException notAName) {
                throw new IllegalArgumentException("must be the name of a file", notAName);
            }
        }

        @Override
        public String yaml() {
            try {
                if (Files.size(path) > MOST_BYTES) {
                    throw new NotSetUpException(
                            Missing.MAPPING,
                            "The file of TRUENAME_MAPPING_FILE has more than 1 MiB: put the mapping there.");
                }
                return Files.readString(path);
            } catch (CharacterCodingException notText) {
                throw new NotSetUpException(
                        Missing.MAPPING, "The file of TRUENAME_MAPPING_FILE is no text in UTF-8: save it as such.");
            } catch (IOException unreadable) {
                throw new NotSetUpException(
                        Missing.MAPPING,
                        "The file of TRUENAME_MAPPING_FILE cannot be read: put the mapping there,"
                                + " and let the function read it.");
            }
        }
    }
}
