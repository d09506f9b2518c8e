// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

import java.util.UUID;

/**
 * Fencing token of a lease: valid until another instance takes the lease.
 *
 * @param run the run's number
 * @param token grows each time the lease is taken
 */
public record LeaseToken(int run, int shard, UUID holder, long token) {}
