// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.StartException;
import io.truename.local.database.CorpusDatabase;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.ExternalDatabase;
import io.truename.local.database.LocalDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Location of the corpus: its database and its mapping. */
sealed interface CorpusLocation {
    /**
     * Returns the mapping file, which functions read again when it has changed; empty if nobody has mapped the corpus yet.
     *
     * @param folder an existing folder for a mapping file that this method creates
     */
    Optional<Path> mapping(Path folder) throws IOException;

    /**
     * Starts the database, or connects to a running one.
     *
     * @param folder the working folder of a database that is started here
     * @param port the port of a database that is started here
     */
    CorpusDatabase start(Path folder, int port) throws StartException;

    /** Returns the folder in which other components keep their data between runs; empty to forget it at the end of the run. */
    Optional<Path> kept() throws StartException;

    /** Whether the local cloud's own server listens on the port given to {@link #start}. */
    boolean listensHere();

    /**
     * Sample corpus in the local cloud's own PostgreSQL server.
     *
     * @param keptData the folder that keeps the data; empty to delete the data at the end of the run
     */
    record Embedded(Optional<Path> keptData) implements CorpusLocation {
        @Override
        public Optional<Path> mapping(Path folder) throws IOException {
            Path file = folder.resolve("mapping.yaml");
            try (InputStream yaml = Objects.requireNonNull(
                    CorpusLocation.class.getResourceAsStream("/corpus/mapping.yaml"), "corpus/mapping.yaml")) {
                Files.copy(yaml, file);
            }
            return Optional.of(file);
        }

        @Override
        public CorpusDatabase start(Path folder, int port) throws StartException {
            return LocalDatabase.start(folder, keptData, port);
        }

        @Override
        public Optional<Path> kept() throws StartException {
            return keptData.isPresent() ? Optional.of(LocalDatabase.claim(keptData.get())) : Optional.empty();
        }

        @Override
        public boolean listensHere() {
            return true;
        }
    }

    /**
     * Corpus of the user, in the user's own database and with the user's own mapping.
     *
     * @param file empty to have a mapping proposed
     */
    record External(DatabaseAddress address, Optional<Path> file) implements CorpusLocation {
        @Override
        public Optional<Path> mapping(Path folder) {
            return file.map(Path::toAbsolutePath);
        }

        @Override
        public CorpusDatabase start(Path folder, int port) throws StartException {
            return ExternalDatabase.at(address);
        }

        @Override
        public Optional<Path> kept() {
            return Optional.empty();
        }

        @Override
        public boolean listensHere() {
            return false;
        }
    }
}
