// SPDX-License-Identifier: Apache-2.0
/** Proposals: thresholds with their evidence, alert by alert. {@link io.truename.tune.proposal.Proposals} runs them. */
@NullMarked
package io.truename.tune.proposal;

import org.jspecify.annotations.NullMarked;
