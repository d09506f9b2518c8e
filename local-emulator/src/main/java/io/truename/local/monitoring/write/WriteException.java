// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.monitoring.v3.CreateTimeSeriesSummary;
import io.truename.alerting.series.MonitoringException;

/** Some points of a write were refused; the others are written. */
public final class WriteException extends MonitoringException {
    private static final long serialVersionUID = 1;

    private final CreateTimeSeriesSummary summary;

    WriteException(String message, CreateTimeSeriesSummary summary) {
        super(Reason.INVALID_ARGUMENT, message);
        this.summary = summary;
    }

    /** Returns how many points were written, and how many were refused with which status. */
    public CreateTimeSeriesSummary summary() {
        return summary;
    }
}
