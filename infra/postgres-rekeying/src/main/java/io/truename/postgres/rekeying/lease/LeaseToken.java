// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

import java.util.UUID;

/**
 * What proves that an instance may move rows of a run: it fits only as long as nobody took the lease after it.
 *
 * @param run the run's number
 * @param token grows with each taking
 */
public record LeaseToken(int run, int shard, UUID holder, long token) {}
