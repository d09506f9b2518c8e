// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import io.truename.tuning.series.HourOfWeek;

/** A pattern that a metric may repeat: hours of the week that share a level. */
public enum Season {
    /** One level for all hours. */
    NONE(0),
    /** A level for each hour of the day. */
    DAILY(4),
    /** A level for each hour of the day, on working days and on weekends. */
    WEEKENDS(13),
    /** A level for each hour of the week. */
    WEEKLY(21);

    private static final int HOURS_OF_DAY = 24;

    private final int fewestDays;

    Season(int fewestDays) {
        this.fewestDays = fewestDays;
    }

    /** Days of values that it takes to learn this pattern: each level is then seen on three days at least, or two of a weekend. */
    public int fewestDays() {
        return fewestDays;
    }

    /** Number of the level that an hour of the week has. */
    public int level(int hourOfWeek) {
        return switch (this) {
            case NONE -> 0;
            case DAILY -> HourOfWeek.ofDay(hourOfWeek);
            case WEEKENDS -> HourOfWeek.ofDay(hourOfWeek) + (HourOfWeek.isWeekend(hourOfWeek) ? HOURS_OF_DAY : 0);
            case WEEKLY -> hourOfWeek;
        };
    }

    /** Number of levels. */
    public int levels() {
        return level(HourOfWeek.COUNT - 1) + 1;
    }
}
