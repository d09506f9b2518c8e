// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.anomaly;

/**
 * A time in which a metric was outside of its band.
 *
 * @param from milliseconds since 1970
 * @param until end of the last such slot
 * @param peak the value farthest outside
 * @param usual level of that hour
 * @param lower end of the band at that hour
 * @param upper end of the band at that hour
 * @param explanation a sentence for people
 */
public record Anomaly(
        Severity severity,
        long from,
        long until,
        double peak,
        double usual,
        double lower,
        double upper,
        String explanation) {
    /** Distance of the farthest value from the usual one, in halves of the band: more than 1. */
    public double widths() {
        double beyond = peak - usual;
        return beyond >= 0 ? beyond / (upper - usual) : -beyond / (usual - lower);
    }

    /** How far outside, in widths of the band's half. */
    public enum Severity {
        LOW(1.0),
        MEDIUM(1.5),
        HIGH(3.0);

        private final double from;

        Severity(double from) {
            this.from = from;
        }

        static Severity of(double widths) {
            Severity severity = LOW;
            for (Severity next : values()) {
                severity = widths >= next.from ? next : severity;
            }
            return severity;
        }
    }
}
