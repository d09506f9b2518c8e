// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Write-once object store: port to objects of one bucket, which are created and read, and never changed. Safe for several threads.
 *
 * <p>Names have 1 to 1,024 bytes of UTF-8, such as {@code reports/2026/11/a.json}.
 */
public interface ObjectStore {
    /**
     * Creates an object, unless one of that name exists. Several callers may try at once: the object is one of theirs, whole. A
     * caller whose answer was lost may have created the object without knowing; then a repetition returns false as well, and
     * {@link #read} tells what there is.
     *
     * @param contentType media type, such as {@code application/json}
     * @return false if an object of that name exists; it is unchanged
     * @throws IllegalArgumentException with the rule, if the name is not legal
     * @throws StorageException if nobody knows whether the object exists now
     */
    boolean create(String name, String contentType, byte[] bytes);

    /**
     * Reads an object into memory.
     *
     * @return empty if there is no object of that name
     * @throws IllegalArgumentException with the rule, if the name is not legal
     * @throws StorageException if the bucket could not be read
     */
    Optional<byte[]> read(String name);

    /**
     * Opens an object that may be larger than the memory. The stream loads parts as they are read, and a failure in between is an
     * {@link IOException} of the stream. The caller closes it.
     *
     * @throws IllegalArgumentException with the rule, if the name is not legal
     * @throws StorageException if there is no object of that name, or the bucket could not be read
     */
    InputStream open(String name);
}
