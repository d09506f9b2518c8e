// SPDX-License-Identifier: Apache-2.0
/** Proposals, thresholds and incidents in PostgreSQL, schema {@code truename}. */
@NullMarked
package io.truename.postgres.tuning;

import org.jspecify.annotations.NullMarked;
