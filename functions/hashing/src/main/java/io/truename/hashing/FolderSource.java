// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Source of the regular files of a folder and of the folders in it. Links are not followed. */
final class FolderSource implements ContentSource {
    private final Path folder;
    private final Optional<Path> list;

    /**
     * Creates a source.
     *
     * @param list the list itself, which is no content if it lies in the folder
     * @throws SourceException if there is no such folder
     */
    FolderSource(Path folder, Optional<Path> list) {
        this.folder = folder;
        this.list = list.map(path -> path.toAbsolutePath().normalize());
        if (!Files.isDirectory(folder)) {
            throw new SourceException(folder + " is no folder. Name a folder, or gs://BUCKET/PREFIX.", null);
        }
    }

    @Override
    public void each(Consumer<Content> taker, Consumer<String> failed) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !list.equals(Optional.of(file.toAbsolutePath().normalize()))) {
                        taker.accept(new OfFile(folder, file, attributes.size(), version(attributes)));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    failed.accept(
                            path(folder, file) + ": " + unreadable.getClass().getSimpleName());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException broken) {
                    if (broken != null) {
                        failed.accept(
                                path(folder, visited) + ": " + broken.getClass().getSimpleName());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            throw new SourceException(folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static String version(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().toString();
    }

    private record OfFile(Path folder, Path file, long bytes, String version) implements Content {
        @Override
        public String path() {
            return FolderSource.path(folder, file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void requireUnchanged() throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() != bytes || !FolderSource.version(now).equals(version)) {
                throw new IOException("changed while it was read");
            }
        }
    }
}
