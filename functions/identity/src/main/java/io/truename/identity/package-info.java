// SPDX-License-Identifier: Apache-2.0
/**
 * The id rules: which input gives which id, byte for byte. Read {@link io.truename.identity.Namespace} first: it turns a
 * {@link io.truename.identity.DocumentName} or {@link io.truename.identity.ChunkName} into an id and verifies one.
 *
 * <p>Everything here is a value or a function of its arguments, needs nothing but the JDK and is safe for any number of
 * threads. Input that is not legal is refused with every problem named; no message ever repeats a user id or a hash.
 */
@NullMarked
package io.truename.identity;

import org.jspecify.annotations.NullMarked;
