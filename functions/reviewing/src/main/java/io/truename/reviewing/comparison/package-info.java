// SPDX-License-Identifier: Apache-2.0
/** Comparison of equal hours before and after a change. Read {@link io.truename.reviewing.comparison.HourComparison} first. */
@NullMarked
package io.truename.reviewing.comparison;

import org.jspecify.annotations.NullMarked;
