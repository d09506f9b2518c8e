// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.inject.IncidentKind;

/**
 * Smallest size from which on at least 99 % of the incidents of a kind are found, by the 95 % bound.
 *
 * @param of incidents of that size
 */
public record SmallestFound(IncidentKind kind, double size, long of) {}
