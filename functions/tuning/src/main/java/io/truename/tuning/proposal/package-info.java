// SPDX-License-Identifier: Apache-2.0
/**
 * Thresholds for an alert, with the evidence for them. Read {@link io.truename.tuning.proposal.Tuner} first.
 */
@NullMarked
package io.truename.tuning.proposal;

import org.jspecify.annotations.NullMarked;
