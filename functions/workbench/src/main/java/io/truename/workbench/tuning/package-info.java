// SPDX-License-Identifier: Apache-2.0
/** Replays alert policies on labelled series. Read {@link io.truename.workbench.tuning.LabelledFolder} first. */
@NullMarked
package io.truename.workbench.tuning;

import org.jspecify.annotations.NullMarked;
