// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Objects of one bucket, each a file. A new object is written beside them and then renamed, so that it is there as a whole or not at
 * all, whenever the process is killed. Names are in memory, contents on the disk. Conditions are checked and kept under one lock.
 */
final class Bucket {
    private final String name;
    private final Path folder;
    private final Clock clock;
    private final Instant created;
    private final List<String> damaged;
    /** By the bytes of UTF-8, as the API lists them. */
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(ObjectNames.ORDER);

    private long newest;

    /**
     * Opens the bucket with the objects that are in its folder.
     *
     * @throws IOException if the folder cannot be used
     */
    Bucket(String name, Path folder, Clock clock) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.clock = clock;
        this.created = Files.readAttributes(folder, BasicFileAttributes.class)
                .creationTime()
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
        this.damaged = load();
    }

    private List<String> load() throws IOException {
        List<String> unreadable = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ObjectFileName.SUFFIX)) {
            for (Path file : files) {
                try {
                    StoredObject object = ObjectFile.read(file);
                    objects.put(object.name(), object);
                    newest = Math.max(newest, object.generation());
                } catch (IOException broken) {
                    unreadable.add(file.getFileName() + ": " + broken.getMessage());
                }
            }
        }
        return unreadable;
    }

    /** Files that are there and are no objects, each with the reason. They are left as they are. */
    List<String> damaged() {
        return damaged;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    ConcurrentNavigableMap<String, StoredObject> objects() {
        return objects;
    }

    Optional<StoredObject> find(String object) {
        return Optional.ofNullable(objects.get(object));
    }

    StoredObject get(String object) {
        return find(object).orElseThrow(() -> StorageError.noObject(name, object));
    }

    /**
     * Makes an object of an upload.
     *
     * @throws StorageError if the conditions do not hold
     * @throws IOException if the disk does not take it; then nothing has changed
     */
    synchronized StoredObject put(
            String object, ObjectProperties properties, Preconditions conditions, UploadFile upload)
            throws IOException {
        conditions.require(find(object), false);
        Instant now = clock.instant();
        long generation = Math.max(newest + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        StoredObject stored = new StoredObject(
                object,
                properties,
                upload.size(),
                upload.md5(),
                upload.crc32c(),
                generation,
                now.truncatedTo(ChronoUnit.MILLIS));
        Files.move(
                upload.finish(ObjectFile.trailer(stored)),
                file(object),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        newest = generation;
        objects.put(object, stored);
        return stored;
    }

    /** Deletes an object, if the conditions hold. */
    synchronized void delete(String object, Preconditions conditions) throws IOException {
        StoredObject there = get(object);
        conditions.require(Optional.of(there), false);
        Files.deleteIfExists(file(object));
        objects.remove(object);
    }

    /** An object with its content open: it stays readable while another takes its place. The caller closes it. */
    record Opened(StoredObject object, FileChannel content) {}

    synchronized Opened open(String object) throws IOException {
        return new Opened(get(object), FileChannel.open(file(object), StandardOpenOption.READ));
    }

    private Path file(String object) {
        return folder.resolve(ObjectFileName.of(object));
    }
}
