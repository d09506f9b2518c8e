// SPDX-License-Identifier: Apache-2.0
/** Publication of renames on a topic. Read {@link io.truename.migrate.rename.RenamePublisher} first. */
@NullMarked
package io.truename.migrate.rename;

import org.jspecify.annotations.NullMarked;
