// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.database.DatabaseAddress;
import io.truename.local.part.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the command line asks for. */
@Command(
        name = "truename-local",
        header = "Runs Truename's whole cloud on this machine and plays its story on real files.",
        description = "%nWithout --once it keeps running until Ctrl-C.%n",
        optionListHeading = "Options:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = LocalOptions.Version.class,
        footer = {"", "Exit codes: 0 the story checked out; 1 something in it did not; 2 cannot start as asked."})
final class LocalOptions {
    /** Base port when none is asked for. */
    static final int DEFAULT_PORT = 8900;

    private static final int MOST_PORT = 65_533;
    private static final long MOST_MAPPING_BYTES = 1 << 20;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "base port: HTTP on N, Pub/Sub on N+1, PostgreSQL on N+2 (default ${DEFAULT-VALUE})")
    private int port = DEFAULT_PORT;

    @Option(names = "--once", description = "play the story, print its result and end")
    private boolean once;

    @Option(names = "--files", paramLabel = "DIR", description = "the story's files (default: Truename's own sources)")
    private Optional<Path> files = Optional.empty();

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "a made-up corpus of N documents with 10 chunks each, instead of files")
    private Optional<Long> documents = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "keep the database there, and start again from it")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "put everything around the corpus in postgresql://user:password@host:port/name, with --mapping;"
                            + " no story is played into it")
    private Optional<String> database = Optional.empty();

    @Option(names = "--mapping", paramLabel = "FILE", description = "the YAML that describes the corpus of --database")
    private Optional<Path> mapping = Optional.empty();

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "address to listen on for HTTP (default ${DEFAULT-VALUE}; any other opens it to the network)")
    private String address = "127.0.0.1";

    int port() {
        return port;
    }

    boolean once() {
        return once;
    }

    Optional<Path> files() {
        return files;
    }

    OptionalLong documents() {
        return documents.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** The database to put everything around; {@link #check} has passed. */
    CorpusLocation corpus() throws StartException {
        if (database.isEmpty() || mapping.isEmpty()) {
            return new CorpusLocation.Embedded(data);
        }
        return new CorpusLocation.Foreign(DatabaseAddress.parse(database.get()), mapping.get());
    }

    String address() {
        return address;
    }

    /**
     * Refuses what cannot work, before anything is started.
     *
     * @throws StartException with one sentence that says what to do
     */
    void check() throws StartException {
        if (port < 1 || port > MOST_PORT) {
            throw new StartException(
                    "--port must be from 1 to " + MOST_PORT + ", because the two ports above it are used too.");
        }
        requireNotEmpty("--files", files.map(Path::toString));
        requireNotEmpty("--data", data.map(Path::toString));
        requireNotEmpty("--bind", Optional.of(address));
        requireOwnAddress();
        checkDatabase();
        if (files.isPresent() && documents.isPresent()) {
            throw new StartException("--files and --documents exclude each other: give one of them.");
        }
        if (documents.isPresent() && (documents.get() < 1 || documents.get() > 100_000_000)) {
            throw new StartException("--documents must be from 1 to 100000000.");
        }
        if (files.isPresent() && !Files.isDirectory(files.get())) {
            throw new StartException("--files must be a folder that exists: create it, or name another.");
        }
        if (files.isPresent() && !Files.isReadable(files.get())) {
            throw new StartException(
                    "--files must be a folder that you may read: change its permissions, or name another.");
        }
    }

    private void checkDatabase() throws StartException {
        requireNotEmpty("--database", database);
        requireNotEmpty("--mapping", mapping.map(Path::toString));
        if (database.isEmpty() && mapping.isEmpty()) {
            return;
        }
        if (mapping.isEmpty()) {
            throw new StartException("--database wants --mapping FILE too: the description of the corpus in it.");
        }
        if (database.isEmpty()) {
            throw new StartException("--mapping describes the corpus of --database: give that too, or leave both out.");
        }
        try {
            DatabaseAddress.parse(database.get());
        } catch (IllegalArgumentException wrong) {
            throw new StartException("--database must be " + DatabaseAddress.FORM + ".");
        }
        read(mapping.get());
        if (data.isPresent() || files.isPresent() || documents.isPresent() || once) {
            throw new StartException("--data, --files, --documents and --once are for the story in the program's own"
                    + " database: leave them out with --database.");
        }
    }

    private static String read(Path file) throws StartException {
        try {
            if (Files.size(file) > MOST_MAPPING_BYTES) {
                throw new StartException(
                        "--mapping must be a file of at most 1 MiB; name the description of the corpus.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new StartException("--mapping must be a text in UTF-8.", notText);
        } catch (IOException unreadable) {
            throw new StartException("--mapping must be a file that you may read.", unreadable);
        }
    }

    /** An empty value is a variable that was not set: it must not mean the current folder. */
    private static void requireNotEmpty(String option, Optional<String> value) throws StartException {
        if (value.isPresent() && value.get().isBlank()) {
            throw new StartException(option + " is empty: give it a value, or leave it out.");
        }
    }

    private void requireOwnAddress() throws StartException {
        try {
            new ServerSocket(0, 1, InetAddress.getByName(address)).close();
        } catch (IOException notOurs) {
            throw new StartException("--bind must be an address of this machine: 127.0.0.1, 0.0.0.0 for all of them,"
                    + " or one that it has.");
        }
    }

    /** The version that Maven wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        static String text() {
            return Optional.ofNullable(LocalOptions.class.getPackage().getImplementationVersion())
                    .orElse("development");
        }

        @Override
        public String[] getVersion() {
            return new String[] {"truename-local " + text()};
        }
    }
}
