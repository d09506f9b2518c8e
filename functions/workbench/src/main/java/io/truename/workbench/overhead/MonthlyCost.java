// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import io.truename.catalog.Prices;

/**
 * Cost of lines and points for a month, at the list prices of {@code terraform/catalog/prices.yaml} in US dollars.
 *
 * @param gibibytes of lines a month
 * @param logs price of these, less the free part of a project
 * @param mebibytes of points a month
 * @param metrics price of these, less the free part of a billing account
 */
public record MonthlyCost(double gibibytes, double logs, double mebibytes, double metrics) {
    static final double SECONDS = 730 * 3_600.0;
    private static final int BYTES_OF_A_NUMBER = 8;
    private static final int BYTES_OF_A_DISTRIBUTION = 80;

    /**
     * Computes the cost.
     *
     * @param prices of {@code log-bytes} and {@code metric-bytes}
     * @param requests a second, all month long
     * @param bytes of lines for 1,000 requests
     * @param numbers points of numbers a second
     * @param distributions points of distributions a second
     */
    public static MonthlyCost of(Prices prices, double requests, double bytes, double numbers, double distributions) {
        double gibibytes = requests * SECONDS * bytes / 1_000 / (1L << 30);
        double mebibytes =
                (numbers * BYTES_OF_A_NUMBER + distributions * BYTES_OF_A_DISTRIBUTION) * SECONDS / (1 << 20);
        return new MonthlyCost(
                gibibytes,
                usd(prices.requirePrice("log-bytes"), gibibytes),
                mebibytes,
                usd(prices.requirePrice("metric-bytes"), mebibytes));
    }

    private static double usd(Prices.Price price, double quantity) {
        return Math.max(0, quantity - price.free()) * price.usd();
    }
}
