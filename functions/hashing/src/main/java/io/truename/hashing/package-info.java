// SPDX-License-Identifier: Apache-2.0
/**
 * Command that computes the SHA-256 of files and objects, for {@code POST /content-hashes} of migrate. Read
 * {@link io.truename.hashing.TruenameHashes} first.
 */
@NullMarked
package io.truename.hashing;

import org.jspecify.annotations.NullMarked;
