// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.time.Instant;

/**
 * Object of a bucket, without its content.
 *
 * @param size of the content, in bytes
 * @param md5 base64
 * @param crc32c base64 of four bytes, the highest first
 * @param generation of the content: larger than that of every object before
 */
record StoredObject(
        String name,
        ObjectProperties properties,
        long size,
        String md5,
        String crc32c,
        long generation,
        Instant created) {
    /** Version of the properties, which never change here. */
    static final long METAGENERATION = 1;
}
