// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.backtest.Share;

/**
 * A share with its exact 95 % bounds, each one-sided.
 *
 * @param value events by trials; 0 without trials
 */
public record Rate(long events, long trials, double value, double lower, double upper) {
    static Rate of(Share share) {
        return new Rate(
                share.events(), share.trials(), share.trials() == 0 ? 0 : share.value(), share.lower(), share.upper());
    }
}
