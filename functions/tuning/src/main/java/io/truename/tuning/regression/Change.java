// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

/**
 * Change by people or schedules, which may be the cause of a metric's course.
 *
 * @param time milliseconds since 1970
 * @param name such as {@code revision generate-00012}
 */
public record Change(Kind kind, long time, String name) {
    /** Kind of a change. */
    public enum Kind {
        DEPLOY,
        MIGRATION,
        SCHEDULE
    }
}
