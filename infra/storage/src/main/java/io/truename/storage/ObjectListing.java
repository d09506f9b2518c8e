// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Object listing: port to all objects of one bucket. Safe for several threads. */
public interface ObjectListing {
    /**
     * Hands over every object whose name begins with a prefix, in the order of the names. Holds a page of the listing in memory.
     *
     * @param prefix may be empty
     * @throws StorageException if the bucket could not be read; the objects handed over before are right
     */
    void each(String prefix, Consumer<ListedObject> taker);

    /**
     * Opens an object as it was listed. The stream loads parts as they are read; once the object is replaced or deleted, reading fails
     * with an {@link IOException}. The caller closes it.
     *
     * @throws StorageException if the bucket could not be read
     */
    InputStream open(ListedObject object);
}
