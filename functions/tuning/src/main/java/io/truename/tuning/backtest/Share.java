// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

/**
 * Events of trials, such as false hours of clean hours.
 *
 * @param events not more than trials
 * @param trials may be 0
 */
public record Share(long events, long trials) {
    /** Nothing counted. */
    public static final Share NONE = new Share(0, 0);

    public Share {
        if (events < 0 || events > trials) {
            throw new IllegalArgumentException("events: from 0 to trials");
        }
    }

    /** Events by trials; NaN without trials. */
    public double value() {
        return (double) events / trials;
    }

    /** Bound that the share is not above, with 95 % confidence. */
    public double upper() {
        return BinomialBound.upper(events, trials, BinomialBound.USUAL);
    }

    /** Bound that the share is not below, with 95 % confidence. */
    public double lower() {
        return BinomialBound.lower(events, trials, BinomialBound.USUAL);
    }

    public Share plus(Share other) {
        return new Share(events + other.events, trials + other.trials);
    }
}
