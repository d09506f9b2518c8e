// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.series.MonitoringException;

/** A PromQL query that cannot be used, with the place where reading it ended. */
public final class PromqlException extends MonitoringException {
    private static final long serialVersionUID = 1;

    private final int position;

    PromqlException(String query, int position, String problem, String remedy) {
        super(
                Reason.INVALID_ARGUMENT,
                "The query cannot be read at character " + position + " (the first is 0): " + problem + ". " + remedy
                        + " It reads: " + query);
        this.position = position;
    }

    /** Returns the 0-based character. */
    public int position() {
        return position;
    }
}
