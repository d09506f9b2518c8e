// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import io.truename.storage.BucketEndpoint;
import io.truename.storage.CloudObjectStore;
import io.truename.storage.ListedObject;
import io.truename.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Source of the objects of a bucket whose names have a prefix; their paths are the whole names. */
final class BucketSource implements ContentSource {
    private final CloudObjectStore store;
    private final String prefix;

    private BucketSource(CloudObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /**
     * Reads {@code gs://BUCKET/PREFIX}.
     *
     * @param emulator host of an emulator
     * @throws SourceException if the bucket's name, or the emulator's address, is not legal
     */
    static BucketSource of(String address, Optional<String> emulator) {
        String name = address.substring("gs://".length());
        int slash = name.indexOf('/');
        String bucket = slash < 0 ? name : name.substring(0, slash);
        try {
            return new BucketSource(
                    new CloudObjectStore(new BucketEndpoint(bucket, emulator)),
                    slash < 0 ? "" : name.substring(slash + 1));
        } catch (IllegalArgumentException notLegal) {
            throw new SourceException(address + " " + notLegal.getMessage(), notLegal);
        }
    }

    @Override
    public void each(Consumer<Content> taker, Consumer<String> failed) {
        try {
            store.each(prefix, object -> taker.accept(new OfObject(store, object)));
        } catch (StorageException unreadable) {
            throw new SourceException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private record OfObject(CloudObjectStore store, ListedObject object) implements Content {
        @Override
        public String path() {
            return object.name();
        }

        @Override
        public long bytes() {
            return object.bytes();
        }

        @Override
        public String version() {
            return String.valueOf(object.generation());
        }

        @Override
        public InputStream open() throws IOException {
            try {
                return store.open(object);
            } catch (StorageException unreadable) {
                throw new IOException(unreadable.getMessage(), unreadable);
            }
        }

        @Override
        public void requireUnchanged() {
            // A generation never changes: had it been replaced, its reading would have failed.
        }
    }
}
