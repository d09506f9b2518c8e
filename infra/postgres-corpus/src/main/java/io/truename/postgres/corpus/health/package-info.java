// SPDX-License-Identifier: Apache-2.0
/**
 * Health of a database: lock waits, lag, latency, dead rows.
 *
 * <p>Read {@link io.truename.postgres.corpus.health.DatabaseHealthReader} first.
 */
@NullMarked
package io.truename.postgres.corpus.health;

import org.jspecify.annotations.NullMarked;
