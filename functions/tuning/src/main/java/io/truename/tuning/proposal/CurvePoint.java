// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.inject.IncidentKind;

/**
 * Injected incidents of one kind and size that a policy found.
 *
 * @param heldBack whether the kind took no part in the choice
 * @param size of the incident, 0.5 for half as much again
 * @param periods median from the first value of an incident to the alarm, 1 at best; 0 if none was found
 */
public record CurvePoint(IncidentKind kind, boolean heldBack, double size, Rate found, double periods) {}
