// SPDX-License-Identifier: Apache-2.0
/** Statistics of change without assumptions about a distribution. Each class names its source. */
@NullMarked
package io.truename.tuning.trend;

import org.jspecify.annotations.NullMarked;
