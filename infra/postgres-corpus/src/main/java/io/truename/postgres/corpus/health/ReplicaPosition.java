// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

/**
 * How far the slowest replica is, in bytes of the write-ahead log.
 *
 * @param written end of the primary's log
 * @param replayed up to where every replica has replayed it
 * @param reportedSeconds longest {@code replay_lag}; it does not grow while a replica stands still
 */
public record ReplicaPosition(long written, long replayed, double reportedSeconds) {}
