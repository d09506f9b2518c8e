// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Cron schedule: a unix-cron expression in a time zone, daylight saving included. */
public final class CronSchedule {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final ZoneId zone;

    /**
     * Parses a cron expression.
     *
     * @throws IllegalArgumentException if the expression is not five unix-cron fields; the message says what is wrong
     */
    public CronSchedule(String expression, ZoneId zone) {
        this.times = ExecutionTime.forCron(PARSER.parse(expression));
        this.zone = zone;
    }

    /** Returns the first due time after the given time; empty if the expression fits no date, such as 30 February. */
    public Optional<Instant> after(Instant time) {
        return times.nextExecution(time.atZone(zone)).map(next -> next.toInstant());
    }
}
