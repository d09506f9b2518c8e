// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

/** Loss of a lease: it expired, another instance took it, or the run may no longer move rows. The instance must stop. */
public final class LostLeaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostLeaseException(String message) {
        super(message);
    }
}
