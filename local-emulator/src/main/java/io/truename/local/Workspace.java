// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Temporary folder of one run, deleted at its end. A run that was killed leaves its folder, and maybe its database server.
 * The next run finds the folder's lock free, ends the server and deletes the folder.
 */
final class Workspace implements AutoCloseable {
    private static final String PREFIX = "truename-local-";

    private final Path folder;
    private final FileChannel channel;

    private Workspace(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Creates the folder of this run and deletes those of killed runs.
     *
     * @throws StartException if the temporary folder of this machine cannot be written
     */
    static Workspace create() throws StartException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        clearAbandoned(parent);
        try {
            Optional<Workspace> made = Optional.empty();
            while (made.isEmpty()) {
                made = lockAndMake(parent.resolve(PREFIX + UUID.randomUUID()));
            }
            return made.get();
        } catch (IOException failed) {
            throw unusable(parent, failed);
        }
    }

    private static StartException unusable(Path folder, IOException failed) {
        return FileError.of(failed)
                .sentence(
                        "The temporary folder \"" + folder + "\"",
                        "name another with java -Djava.io.tmpdir=DIR -jar",
                        failed);
    }

    /**
     * Creates the lock, then the folder, so that no folder is ever without a lock. Returns empty if another start took the
     * new lock for an abandoned one.
     */
    private static Optional<Workspace> lockAndMake(Path folder) throws IOException {
        try {
            FileChannel channel =
                    FileChannel.open(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (channel.tryLock() == null || !Files.exists(lockOf(folder))) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Workspace(Files.createDirectory(folder), channel));
        } catch (IOException failed) {
            deleteWithLock(folder);
            throw failed;
        }
    }

    /**
     * Makes the libraries put their temporary files here, so that they are deleted too. The JDK reads the setting only once;
     * libraries read it when they unpack native code.
     */
    Workspace useForTemporaryFiles() throws StartException {
        Path temporary = folder("temporary");
        try {
            Files.createDirectories(temporary);
        } catch (IOException failed) {
            throw unusable(temporary, failed);
        }
        System.setProperty("java.io.tmpdir", temporary.toString());
        return this;
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyClosed) {
            // The lock is gone either way.
        }
        deleteWithLock(folder);
    }

    /** Lock file of a folder, beside it, so that the lock can be held while the folder is deleted. */
    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".lock");
    }

    private static void clearAbandoned(Path parent) {
        List<Path> locks;
        try (Stream<Path> entries = Files.list(parent)) {
            locks = entries.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(".lock");
                    })
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return;
        }
        locks.forEach(Workspace::clearIfAbandoned);
    }

    private static void clearIfAbandoned(Path lock) {
        String name = lock.getFileName().toString();
        Path folder = lock.resolveSibling(name.substring(0, name.length() - ".lock".length()));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                orphanedServer(folder).ifPresent(ProcessHandle::destroyForcibly);
                deleteWithLock(folder);
            }
        } catch (IOException | OverlappingFileLockException inUse) {
            // This run is alive and deletes its own folder.
        }
    }

    /**
     * Finds the database server that still runs in an abandoned folder. Its pid is the first line of its pid file. The
     * process counts only if its program is in the folder too, because the pid may belong to another process by now.
     */
    private static Optional<ProcessHandle> orphanedServer(Path folder) {
        try (Stream<Path> files = Files.find(folder, 4, (file, as) -> file.endsWith("postmaster.pid"))) {
            Optional<Path> pidFile = files.findFirst();
            if (pidFile.isEmpty()) {
                return Optional.empty();
            }
            Path home = folder.toRealPath();
            long pid = Long.parseLong(Files.readAllLines(pidFile.get()).get(0).trim());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> Path.of(command).startsWith(home))
                            .isPresent());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Deletes the folder, then its lock. If some of the folder remains, so does the lock, and a later run tries again. */
    private static void deleteWithLock(Path folder) {
        delete(folder);
        if (!Files.exists(folder)) {
            delete(lockOf(folder));
        }
    }

    private static void delete(Path path) {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException remains) {
            // The next run tries again.
        }
    }
}
