// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.part.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

    Optional<Path> data() {
        return data;
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
