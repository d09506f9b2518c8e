// SPDX-License-Identifier: Apache-2.0
/** Consumer of renames. Read {@link io.truename.testkit.rename.RenameConsumer} first. */
@NullMarked
package io.truename.testkit.rename;

import org.jspecify.annotations.NullMarked;
