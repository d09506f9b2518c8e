// SPDX-License-Identifier: Apache-2.0
/** Outbox of renames for stores outside of the database. Read {@link io.truename.postgres.rekeying.rename.RenameStore} first. */
@NullMarked
package io.truename.postgres.rekeying.rename;

import org.jspecify.annotations.NullMarked;
