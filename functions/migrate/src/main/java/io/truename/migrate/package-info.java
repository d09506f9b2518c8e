// SPDX-License-Identifier: Apache-2.0
/** The function {@code migrate}. Read {@link io.truename.migrate.MigrateApplication} first: it wires the function. */
@NullMarked
package io.truename.migrate;

import org.jspecify.annotations.NullMarked;
