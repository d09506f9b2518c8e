// SPDX-License-Identifier: Apache-2.0
/** Regressions of a metric over days. Read {@link io.truename.tuning.regression.Regressions} first. */
@NullMarked
package io.truename.tuning.regression;

import org.jspecify.annotations.NullMarked;
