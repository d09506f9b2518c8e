// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

/** Hours of the week in UTC: 0 is Monday from 0:00 to 1:00, 167 is Sunday from 23:00 on. */
public final class HourOfWeek {
    /** Number of hours in a week. */
    public static final int COUNT = 168;

    /** Milliseconds of an hour. */
    public static final long MILLIS = 3_600_000;

    private static final int HOURS_OF_DAY = 24;
    private static final int MONDAY_TO_FRIDAY = 120;
    /** 1970 began on a Thursday. */
    private static final long HOURS_BEFORE_MONDAY = 96;

    private HourOfWeek() {}

    /** Hour of the week of a time in milliseconds since 1970. */
    public static int of(long time) {
        return (int) Math.floorMod(number(time) - HOURS_BEFORE_MONDAY, (long) COUNT);
    }

    /** Number of an hour since 1970. */
    public static long number(long time) {
        return Math.floorDiv(time, MILLIS);
    }

    /** Hour of the day of an hour of the week, from 0 to 23. */
    public static int ofDay(int hourOfWeek) {
        return hourOfWeek % HOURS_OF_DAY;
    }

    public static boolean isWeekend(int hourOfWeek) {
        return hourOfWeek >= MONDAY_TO_FRIDAY;
    }
}
