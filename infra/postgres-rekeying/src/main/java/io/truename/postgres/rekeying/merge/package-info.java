// SPDX-License-Identifier: Apache-2.0
/** Merges of duplicates, with an exact archive. Read {@code Merges} first. */
@NullMarked
package io.truename.postgres.rekeying.merge;

import org.jspecify.annotations.NullMarked;
