// SPDX-License-Identifier: Apache-2.0
/**
 * Is a document stored already, and under which id? Answers from memory, a store that instances share, and the database. Read {@link
 * io.truename.probe.known.KnownLookups} first.
 */
@NullMarked
package io.truename.probe.known;

import org.jspecify.annotations.NullMarked;
