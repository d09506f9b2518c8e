// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

/** Windows of one length that end within a time; they begin at midnight UTC and follow each other. */
record Windows(long lastEnd, long count, long period) {
    static Windows within(long end, long length, long period) {
        return new Windows(Math.floorDiv(end, period) * period, Math.max(1, length / period), period);
    }
}
