// SPDX-License-Identifier: Apache-2.0
/** Adaptive batch sizing. Read {@link io.truename.rekeying.sizing.BatchSizer} first. */
@NullMarked
package io.truename.rekeying.sizing;

import org.jspecify.annotations.NullMarked;
