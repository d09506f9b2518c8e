// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Data folder of the database, locked while it is open. {@code truename.properties} marks the folder as one of the local
 * cloud and keeps the passwords. {@code postgres} is PostgreSQL's data directory; it is created under another name and
 * renamed when complete, so the folder starts again after a kill at any moment.
 */
final class DataFolder implements AutoCloseable {
    private static final String MARKER = "truename.properties";
    private static final String LOCK = "truename.lock";
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 24;

    private final Path folder;
    private final FileChannel lockFile;
    private final Properties properties;

    private DataFolder(Path folder, FileChannel lockFile, Properties properties) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.properties = properties;
    }

    static DataFolder open(Path path, int serverMajor) throws StartException {
        Path folder = path.toAbsolutePath().normalize();
        if (!shown(folder).equals(folder.toString())) {
            // PostgreSQL writes the folder's name as one line of a file.
            throw new StartException("The folder \"" + shown(folder)
                    + "\" has a control character in its name: give --data a folder without one.");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StartException("\"" + shown(folder) + "\" is not a folder: give --data a folder, new or empty.");
        }
        try {
            Files.createDirectories(folder);
            requireOurs(folder);
            FileChannel lockFile = lock(folder);
            try {
                Properties properties = properties(folder, serverMajor);
                requireMajor(folder, properties.getProperty("postgres.major", ""), serverMajor);
                return new DataFolder(folder, lockFile, properties);
            } catch (IOException | StartException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileError.of(e)
                    .sentence("The folder \"" + shown(folder) + "\"", "keep the database elsewhere with --data", e);
        }
    }

    /** Returns the folder. PostgreSQL's programs run in it and address the data directory as {@code postgres}. */
    Path folder() {
        return folder;
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    String superuserPassword() {
        return properties.getProperty("superuser.password", "");
    }

    String applicationPassword() {
        return properties.getProperty("application.password", "");
    }

    /** Returns a path for messages, with control characters replaced because they would move a terminal's cursor. */
    static String shown(Path path) {
        return path.toString().replaceAll("\\p{Cntrl}", "?");
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : (Iterable<Path>) paths.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static void requireOurs(Path folder) throws IOException, StartException {
        if (Files.exists(folder.resolve(MARKER))) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals(LOCK) && !name.startsWith(MARKER)) {
                    throw new StartException(
                            "The folder \"" + shown(folder)
                                    + "\" holds something else, not a local cloud's database: give --data a new or an empty folder.");
                }
            }
        }
    }

    private static FileChannel lock(Path folder) throws IOException, StartException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            channel.close();
            throw new StartException("Another local cloud is using the folder \"" + shown(folder)
                    + "\": stop it, or keep this one's database elsewhere with --data.");
        }
        return channel;
    }

    private static Properties properties(Path folder, int serverMajor) throws IOException {
        Path marker = folder.resolve(MARKER);
        Properties properties = new Properties();
        if (Files.exists(marker)) {
            try (Reader reader = Files.newBufferedReader(marker)) {
                properties.load(reader);
            }
            return properties;
        }
        SecureRandom random = new SecureRandom();
        properties.setProperty("postgres.major", Integer.toString(serverMajor));
        properties.setProperty("superuser.password", password(random));
        properties.setProperty("application.password", password(random));
        Path written = folder.resolve(MARKER + ".new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(written)) {
            properties.store(writer, "The local cloud's database: keep this file together with the folder beside it.");
        }
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, marker, StandardCopyOption.ATOMIC_MOVE);
        return properties;
    }

    private static void requireMajor(Path folder, String marked, int serverMajor) throws IOException, StartException {
        Path file = folder.resolve("postgres").resolve("PG_VERSION");
        String major = Files.exists(file) ? Files.readString(file).strip() : marked;
        if (!major.equals(Integer.toString(serverMajor))) {
            throw new StartException("The folder \"" + shown(folder) + "\" was made by PostgreSQL " + major
                    + " and this is PostgreSQL " + serverMajor
                    + ": give --data another folder, or use the release of Truename that made this one.");
        }
    }

    private static String password(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Could not release " + folder, e);
        }
    }
}
