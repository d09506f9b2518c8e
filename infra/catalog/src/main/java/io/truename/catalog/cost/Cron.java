// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog.cost;

/** Number of times that a schedule runs. */
final class Cron {
    private static final double DAYS_OF_A_MONTH = 730 / 24.0;

    private Cron() {}

    /**
     * Runs in a month of 730 hours.
     *
     * @throws IllegalArgumentException if the expression names days, months or weekdays
     */
    static double runsOfAMonth(String expression) {
        String[] fields = expression.split(" +", -1);
        if (fields.length != 5 || !(fields[2] + fields[3] + fields[4]).equals("***")) {
            throw new IllegalArgumentException("Runs of " + expression + " cannot be counted: it names days");
        }
        return count(fields[0], 60) * count(fields[1], 24) * DAYS_OF_A_MONTH;
    }

    /** Values of a field that stands for {@code size} ones. */
    private static int count(String field, int size) {
        int count = 0;
        for (String part : field.split(",", -1)) {
            String[] step = part.split("/", 2);
            int values = size;
            if (!step[0].equals("*")) {
                String[] range = step[0].split("-", 2);
                values = Integer.parseInt(range[range.length - 1]) - Integer.parseInt(range[0]) + 1;
            }
            int every = step.length == 1 ? 1 : Integer.parseInt(step[1]);
            count += (values + every - 1) / every;
        }
        return count;
    }
}
