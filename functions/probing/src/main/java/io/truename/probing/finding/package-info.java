// SPDX-License-Identifier: Apache-2.0
/**
 * Findings: their kinds, their causes, and the history of each from pass to pass. Read {@link
 * io.truename.probing.finding.FindingKind} first, then {@link io.truename.probing.finding.FindingRules}.
 */
@NullMarked
package io.truename.probing.finding;

import org.jspecify.annotations.NullMarked;
