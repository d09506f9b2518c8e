// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

/** Points could not be read; the message names a remedy. */
public final class MetricReadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MetricReadException(String message) {
        super(message);
    }

    public MetricReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
