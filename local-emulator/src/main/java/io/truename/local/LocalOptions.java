// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.StartException;
import io.truename.local.database.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command-line options of the local cloud. */
@Command(
        name = "truename-local",
        header = "Runs Truename's whole cloud on this machine, with a demonstration on real files (the story).",
        description = "%nWithout --once, the local cloud runs until Ctrl-C.%n",
        optionListHeading = "Options:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = LocalOptions.Version.class,
        footer = {
            "",
            "Exit codes: 0 every check of the story or the drill passed; 1 one failed; 2 the local cloud did not start."
        })
final class LocalOptions {
    /** Default base port. */
    static final int DEFAULT_PORT = 8900;

    private static final int MOST_PORT = 65_531;
    private static final long MOST_DOCUMENTS = 100_000_000;
    private static final long MOST_MAPPING_BYTES = 1 << 20;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "base port: HTTP on N, Pub/Sub on N+1, PostgreSQL on N+2, Cloud Logging and Cloud Monitoring on N+3,"
                            + " Cloud Storage on N+4"
                            + " (default ${DEFAULT-VALUE})")
    private String port = String.valueOf(DEFAULT_PORT);

    @Option(names = "--once", description = "run the story, print its result and exit")
    private boolean once;

    @Option(
            names = "--drill",
            description = "instead of the story, cause every alert, see it open and close, print a table and exit")
    private boolean drill;

    @Option(names = "--files", paramLabel = "DIR", description = "the story's files (default: Truename's own sources)")
    private Optional<Path> files = Optional.empty();

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "generate N documents with 10 chunks each, instead of reading files")
    private Optional<String> documents = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keep the database there and reuse it at the next start")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "use your own corpus in postgresql://user:password@host:port/name, described by --mapping;"
                    + " without a mapping, to have one proposed; no story is played into it")
    private Optional<String> database = Optional.empty();

    @Option(names = "--mapping", paramLabel = "FILE", description = "the YAML that describes the corpus of --database")
    private Optional<Path> mapping = Optional.empty();

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "address to listen on for HTTP (default ${DEFAULT-VALUE}; any other opens it to the network)")
    private String address = "127.0.0.1";

    private CommandLine.@Nullable ParseResult parsed;

    /**
     * Parses a command line. The values are not yet checked.
     *
     * @throws StartException if an option cannot be parsed; the message is one sentence that names it
     */
    static LocalOptions parse(String... arguments) throws StartException {
        TerminalCharset.requireNothingLost(arguments);
        LocalOptions options = new LocalOptions();
        try {
            options.parsed = new CommandLine(options).parseArgs(arguments);
        } catch (CommandLine.ParameterException mistake) {
            throw new StartException(CommandLineError.sentence(mistake), mistake);
        }
        return options;
    }

    /** Prints help or the version if requested. Returns true then, and the program should exit. */
    boolean helped() {
        return CommandLine.printHelpIfRequested(Objects.requireNonNull(parsed));
    }

    int port() throws StartException {
        return (int) number("--port", port, MOST_PORT);
    }

    boolean once() {
        return once;
    }

    boolean drill() {
        return drill;
    }

    Optional<Path> files() {
        return files;
    }

    /** Folder that keeps the database; empty to delete it at the end of the run. */
    Optional<Path> data() {
        return data;
    }

    OptionalLong documents() throws StartException {
        return documents.isPresent()
                ? OptionalLong.of(number("--documents", documents.get(), MOST_DOCUMENTS))
                : OptionalLong.empty();
    }

    /** Location of the corpus. Call {@link #check} first. */
    CorpusLocation corpus() throws StartException {
        return database.isEmpty()
                ? new CorpusLocation.Embedded(data)
                : new CorpusLocation.External(DatabaseAddress.parse(database.get()), mapping);
    }

    String address() {
        return address;
    }

    /**
     * Validates all options before anything is started.
     *
     * @throws StartException if an option is invalid; the message is one sentence that says how to correct it
     */
    void check() throws StartException {
        port();
        requireNotEmpty("--files", files.map(Path::toString));
        requireNotEmpty("--data", data.map(Path::toString));
        requireNotEmpty("--bind", Optional.of(address));
        requireOwnAddress();
        checkDatabase();
        if (drill && (files.isPresent() || documents.isPresent() || data.isPresent() || once)) {
            throw new StartException(
                    "--drill breaks a corpus of its own: leave --files, --documents, --data and --once" + " out.");
        }
        if (files.isPresent() && documents.isPresent()) {
            throw new StartException("--files and --documents exclude each other: give one of them.");
        }
        documents();
        if (files.isPresent()) {
            requireFolder(files.get());
        }
    }

    private static void requireFolder(Path files) throws StartException {
        if (!Files.exists(files)) {
            throw new StartException("--files must be a folder that exists: correct its name, or create it.");
        }
        if (!Files.isDirectory(files)) {
            throw new StartException("--files must be a folder, and this is a file: name the folder that it is in.");
        }
        if (!Files.isReadable(files) || !Files.isExecutable(files)) {
            throw new StartException(
                    "--files must be a folder that you may read: change its permissions, or name another.");
        }
    }

    private static long number(String option, String text, long most) throws StartException {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, like a number out of range.
        }
        throw new StartException(option + " must be a whole number from 1 to " + most + ", not \""
                + text.replaceAll("\\p{Cntrl}", "?") + "\".");
    }

    private void checkDatabase() throws StartException {
        requireNotEmpty("--database", database);
        requireNotEmpty("--mapping", mapping.map(Path::toString));
        if (database.isEmpty() && mapping.isEmpty()) {
            return;
        }
        if (database.isEmpty()) {
            throw new StartException("--mapping describes the corpus of --database: give that too, or leave both out.");
        }
        try {
            DatabaseAddress.parse(database.get());
        } catch (IllegalArgumentException wrong) {
            throw new StartException("--database must be " + DatabaseAddress.FORM + ".");
        }
        if (mapping.isPresent()) {
            read(mapping.get());
        }
        if (data.isPresent() || files.isPresent() || documents.isPresent() || once || drill) {
            throw new StartException(
                    "--data, --files, --documents, --once and --drill are for the story in the program's own"
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

    /** Refuses an empty value. It comes from an unset shell variable and must not mean the current folder. */
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
                    + " or one of its own.");
        }
    }

    /** Version of this program, from the jar's manifest; {@code development} outside of a jar. */
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
