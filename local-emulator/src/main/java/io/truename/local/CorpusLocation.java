// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.database.CorpusDatabase;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.ForeignDatabase;
import io.truename.local.database.LocalDatabase;
import io.truename.local.part.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Which database the cloud is put around, and how the corpus in it is described. */
sealed interface CorpusLocation {
    /** The mapping's YAML. */
    String mapping();

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
        public String mapping() {
            try (InputStream yaml = Objects.requireNonNull(
                    CorpusLocation.class.getResourceAsStream("/corpus/mapping.yaml"), "corpus/mapping.yaml")) {
                return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("The jar is damaged: corpus/mapping.yaml cannot be read", unreadable);
            }
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
    record Foreign(DatabaseAddress address, String mapping) implements CorpusLocation {
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
