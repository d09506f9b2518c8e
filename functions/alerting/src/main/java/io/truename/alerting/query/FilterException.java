// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import io.truename.alerting.series.MonitoringException;

/** A filter that cannot be used, with the place where reading it ended. */
public final class FilterException extends MonitoringException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String remedy;

    FilterException(String filter, int position, String problem, String remedy) {
        super(
                Reason.INVALID_ARGUMENT,
                "The filter cannot be read at character " + position + " (the first is 0): " + problem + ". " + remedy
                        + " It reads: " + filter);
        this.position = position;
        this.remedy = remedy;
    }

    /** Returns the 0-based character. */
    public int position() {
        return position;
    }

    /** Returns the remedy, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
