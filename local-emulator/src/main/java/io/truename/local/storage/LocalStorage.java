// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import io.truename.local.component.Component;
import io.truename.local.component.FileError;
import io.truename.local.component.Health;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cloud Storage as a component of the local cloud: buckets of the catalog, objects as files. What is answered as stored survives a kill.
 */
public final class LocalStorage implements Component {
    private final Map<String, Bucket> buckets;
    private final StorageServer server;

    private LocalStorage(Map<String, Bucket> buckets, StorageServer server) {
        this.buckets = buckets;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param names of the buckets
     * @param folder for the objects; what is in it is there again
     * @param port the port to listen on; 0 for any free one
     * @throws StartException if the folder cannot be used or the port is taken
     */
    public static LocalStorage start(Collection<String> names, Path folder, int port, Clock clock)
            throws StartException {
        Map<String, Bucket> buckets = new LinkedHashMap<>();
        try {
            Path uploads = Files.createDirectories(folder.resolve("uploads"));
            clear(uploads);
            for (String name : names) {
                buckets.put(name, new Bucket(name, folder.resolve("buckets").resolve(name), clock));
            }
            return new LocalStorage(buckets, new StorageServer(new StorageCalls(buckets, uploads), port));
        } catch (BindException taken) {
            throw new StartException(
                    "Port " + port
                            + " is in use: end the program that uses it, or choose another base port with --port N.",
                    taken);
        } catch (IOException failed) {
            throw FileError.of(failed)
                    .sentence("The folder for objects", "keep the data elsewhere with --data", failed);
        } catch (Exception failed) {
            throw new StartException("Cloud Storage did not start: " + failed.getMessage() + ".", failed);
        }
    }

    /** Deletes files that uploads of an ended run left. */
    private static void clear(Path uploads) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads, "upload-*.part")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Returns the address for clients, {@code http://127.0.0.1:PORT}; no credentials. */
    public String target() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public Health health() {
        List<String> damaged = buckets.values().stream()
                .flatMap(bucket -> bucket.damaged().stream().map(file -> bucket.name() + "/" + file))
                .toList();
        Optional<String> problem = server.problem();
        if (problem.isPresent()) {
            return Health.down(problem.get());
        }
        return damaged.isEmpty()
                ? Health.up("A list of buckets was answered on " + target() + ".")
                : Health.down(damaged.size() + " files are no objects, the first " + damaged.get(0)
                        + ": delete them, or put back a copy.");
    }

    /**
     * Status for the console.
     *
     * @param buckets by name
     */
    public record Status(String target, Map<String, BucketStatus> buckets) {}

    /**
     * Number of objects and bytes of their contents.
     */
    public record BucketStatus(long objects, long bytes) {}

    @Override
    public Status status() {
        Map<String, BucketStatus> each = new LinkedHashMap<>();
        buckets.forEach((name, bucket) -> each.put(
                name,
                new BucketStatus(
                        bucket.objects().size(),
                        bucket.objects().values().stream()
                                .mapToLong(StoredObject::size)
                                .sum())));
        return new Status(target(), each);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (Exception unclean) {
            // The process is ending and closes the sockets.
        }
    }
}
