// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

/**
 * Cost of lines and points for a month, at list prices in US dollars. They change: the dates say when they were read.
 *
 * @param gibibytes of lines a month
 * @param logs price of these, less the free part of a project
 * @param mebibytes of points a month
 * @param metrics price of these, less the free part of a billing account
 */
public record MonthlyCost(double gibibytes, double logs, double mebibytes, double metrics) {
    /** When the prices were read. */
    public static final String PRICES =
            "Cloud Logging, read 2026-09-12: 0.50 USD/GiB above 50 GiB a project; Cloud Monitoring, read 2024-07:"
                    + " 0.258 USD/MiB above 150 MiB a billing account; 8 bytes a number, 80 a distribution";

    static final double SECONDS = 730 * 3_600.0;
    private static final double DOLLARS_A_GIB = 0.50;
    private static final double FREE_GIB = 50;
    private static final double DOLLARS_A_MIB = 0.258;
    private static final double FREE_MIB = 150;
    private static final int BYTES_OF_A_NUMBER = 8;
    private static final int BYTES_OF_A_DISTRIBUTION = 80;

    /**
     * Computes the cost.
     *
     * @param requests a second, all month long
     * @param bytes of lines for 1,000 requests
     * @param numbers points of numbers a second
     * @param distributions points of distributions a second
     */
    public static MonthlyCost of(double requests, double bytes, double numbers, double distributions) {
        double gibibytes = requests * SECONDS * bytes / 1_000 / (1L << 30);
        double mebibytes =
                (numbers * BYTES_OF_A_NUMBER + distributions * BYTES_OF_A_DISTRIBUTION) * SECONDS / (1 << 20);
        return new MonthlyCost(
                gibibytes,
                Math.max(0, gibibytes - FREE_GIB) * DOLLARS_A_GIB,
                mebibytes,
                Math.max(0, mebibytes - FREE_MIB) * DOLLARS_A_MIB);
    }
}
