// SPDX-License-Identifier: Apache-2.0
/** Store of findings in {@code truename.finding}. Read {@link io.truename.postgres.probing.finding.FindingStore} first. */
@NullMarked
package io.truename.postgres.probing.finding;

import org.jspecify.annotations.NullMarked;
