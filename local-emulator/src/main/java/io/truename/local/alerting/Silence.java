// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

/** Time in which an alert opens no incident, as a snooze of the cloud. Times are milliseconds of the monitoring clock. */
record Silence(String id, String alert, String reason, long from, long until) {
    boolean isActive(long time) {
        return from <= time && time < until;
    }
}
