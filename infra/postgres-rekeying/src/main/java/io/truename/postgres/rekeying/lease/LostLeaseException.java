// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

/** The lease expired, was taken by another instance, or the run is not to move rows any more: this instance leaves. */
public final class LostLeaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostLeaseException(String message) {
        super(message);
    }
}
