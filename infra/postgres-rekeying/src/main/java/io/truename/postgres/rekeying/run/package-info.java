// SPDX-License-Identifier: Apache-2.0
/** Runs in the database: creation, views, transitions. Read {@link io.truename.postgres.rekeying.run.RunStore} first. */
@NullMarked
package io.truename.postgres.rekeying.run;

import org.jspecify.annotations.NullMarked;
