// SPDX-License-Identifier: Apache-2.0
/** Corpus with names outside of its database, and a consumer of its renames. Read {@link io.truename.testkit.rename.RenameConsumer} first. */
@NullMarked
package io.truename.testkit.rename;

import org.jspecify.annotations.NullMarked;
