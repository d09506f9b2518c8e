// SPDX-License-Identifier: Apache-2.0
/** Metrics of {@code tune}. */
@NullMarked
package io.truename.tune.metrics;

import org.jspecify.annotations.NullMarked;
