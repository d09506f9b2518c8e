// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

/** Good events among all; an event is a request or a window. */
public record Tally(double good, double total) {
    /** Without events. */
    public static final Tally NONE = new Tally(0, 0);

    /** Those of both times. */
    public Tally plus(Tally other) {
        return new Tally(good + other.good, total + other.total);
    }
}
