// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.story.SourceTally.Met;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Lazy walk over the regular files below a folder, with one open directory per level of the tree. Links are never followed,
 * so there are no loops. Unreadable entries are counted and skipped.
 */
final class FileWalk implements AutoCloseable {
    /** File with the attributes it had when it was found. */
    record Found(Path path, BasicFileAttributes attributes) {}

    private record Level(DirectoryStream<Path> stream, Iterator<Path> entries) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<String> skippedFolders;
    private final SourceTally tally;

    FileWalk(Path root, Set<String> skippedFolders, SourceTally tally) {
        this.skippedFolders = skippedFolders;
        this.tally = tally;
        enter(root);
    }

    Optional<Found> next() {
        while (!levels.isEmpty()) {
            Optional<Path> entry = nextEntry(levels.getLast());
            if (entry.isEmpty()) {
                leave();
                continue;
            }
            Optional<Found> found = look(entry.get());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        while (!levels.isEmpty()) {
            leave();
        }
    }

    private Optional<Path> nextEntry(Level level) {
        try {
            return level.entries().hasNext() ? Optional.of(level.entries().next()) : Optional.empty();
        } catch (DirectoryIteratorException e) {
            tally.add(Met.UNREADABLE);
            return Optional.empty();
        }
    }

    private Optional<Found> look(Path path) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (java.nio.file.NoSuchFileException e) {
            tally.add(Met.CHANGED);
            return Optional.empty();
        } catch (IOException e) {
            tally.add(Met.UNREADABLE);
            return Optional.empty();
        }
        if (attributes.isRegularFile()) {
            return Optional.of(new Found(path, attributes));
        }
        if (attributes.isSymbolicLink()) {
            tally.add(Met.LINK);
        } else if (!attributes.isDirectory()) {
            tally.add(Met.SPECIAL);
        } else if (skippedFolders.contains(String.valueOf(path.getFileName()))) {
            tally.add(Met.SKIPPED_FOLDER);
        } else {
            enter(path);
        }
        return Optional.empty();
    }

    @SuppressWarnings("StreamResourceLeak") // leave() closes it, and close() leaves every level.
    private void enter(Path folder) {
        try {
            DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
            levels.addLast(new Level(stream, stream.iterator()));
        } catch (IOException e) {
            tally.add(Met.UNREADABLE);
        }
    }

    private void leave() {
        try {
            levels.removeLast().stream().close();
        } catch (IOException e) {
            tally.add(Met.UNREADABLE);
        }
    }
}
