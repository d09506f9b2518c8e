// SPDX-License-Identifier: Apache-2.0
/**
 * Backtests: alarms that a policy would have raised on past values, and their worth. Read {@link io.truename.tuning.backtest.Replay}
 * first, then {@link io.truename.tuning.backtest.Backtest}.
 */
@NullMarked
package io.truename.tuning.backtest;

import org.jspecify.annotations.NullMarked;
