// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

import java.util.Optional;
import java.util.UUID;

/**
 * Fencing token of a lease: valid until another instance takes the lease.
 *
 * @param run the run's number
 * @param token grows each time the lease is taken
 * @param trace id of the trace in which the holder works, for the record of its batches; empty outside of a request
 */
public record LeaseToken(int run, int shard, UUID holder, long token, Optional<String> trace) {}
