// SPDX-License-Identifier: Apache-2.0
/**
 * What a policy would have done on past values, and what that is worth. Read {@link io.truename.tuning.backtest.Replay} first, then
 * {@link io.truename.tuning.backtest.Backtest}.
 */
@NullMarked
package io.truename.tuning.backtest;

import org.jspecify.annotations.NullMarked;
