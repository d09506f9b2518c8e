// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

/**
 * State of a store, as this instance knows it.
 *
 * @param configured whether there is one
 * @param reachable whether the last call was answered; false before the first
 * @param calls that were tried
 * @param failures calls that were not answered in time
 * @param skipped calls that were not tried, because an earlier one had failed
 */
public record SharedState(boolean configured, boolean reachable, long calls, long failures, long skipped) {}
