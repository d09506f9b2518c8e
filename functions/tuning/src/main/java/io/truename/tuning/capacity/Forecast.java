// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

import io.truename.tuning.trend.Estimate;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Forecast of the day on which a metric first reaches its limit. The interval from earliest to latest holds the day in 80 of 100 cases.
 *
 * @param level peak of a usual day at the end of the series
 * @param slope rise of the peak a day, with its 80 % interval
 * @param earliest day before which the limit is reached in one of ten futures; empty if not within the horizon
 * @param likely day before which it is reached in half of them; empty if not within the horizon
 * @param latest day before which it is reached in nine of ten; empty if not within the horizon
 */
public record Forecast(
        double level,
        Estimate slope,
        Optional<LocalDate> earliest,
        Optional<LocalDate> likely,
        Optional<LocalDate> latest) {}
