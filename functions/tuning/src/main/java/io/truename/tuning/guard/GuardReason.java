// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Tier;

/**
 * Why a threshold is not the proposed one.
 *
 * @param hours of the week in which the guard changed it
 * @param sentence for a person, with the numbers
 */
public record GuardReason(Guard guard, Tier tier, int hours, String sentence) {}
