// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.database.CorpusDatabase;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.ForeignDatabase;
import io.truename.local.database.LocalDatabase;
import io.truename.local.part.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Location of the corpus: its database and its mapping. */
sealed interface CorpusLocation {
    /**
     * The file with the mapping, which functions read again when it has changed.
     *
     * @param folder an existing one, for a file that is made here
     */
    Path mapping(Path folder) throws IOException;

    /**
     * Starts the database, or finds it running.
     *
     * @param folder for what it needs while it runs
     * @param port where one that is started here listens
     */
    CorpusDatabase start(Path folder, int port) throws StartException;

    /** Whether a server of our own listens on the port given to {@link #start}. */
    boolean listensHere();

    /**
     * The sample corpus in a server of our own.
     *
     * @param keptData where it is kept; empty for one that ends with the run
     */
    record Embedded(Optional<Path> keptData) implements CorpusLocation {
        @Override
        public Path mapping(Path folder) throws IOException {
            Path file = folder.resolve("mapping.yaml");
            try (InputStream yaml = Objects.requireNonNull(
                    CorpusLocation.class.getResourceAsStream("/corpus/mapping.yaml"), "corpus/mapping.yaml")) {
                Files.copy(yaml, file);
            }
            return file;
        }

        @Override
        public CorpusDatabase start(Path folder, int port) throws StartException {
            return LocalDatabase.start(folder, keptData, port);
        }

        @Override
        public boolean listensHere() {
            return true;
        }
    }

    /** Somebody's own corpus, where it is. */
    record Foreign(DatabaseAddress address, Path file) implements CorpusLocation {
        @Override
        public Path mapping(Path folder) {
            return file.toAbsolutePath();
        }

        @Override
        public CorpusDatabase start(Path folder, int port) throws StartException {
            return ForeignDatabase.at(address);
        }

        @Override
        public boolean listensHere() {
            return false;
        }
    }
}
