// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

/**
 * Failed check of a batch's result; the transaction is rolled back.
 */
public final class ValidationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    private ValidationException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    /** Creates a failure caused by concurrent writes; a retry with the rows locked first will succeed. */
    public static ValidationException crossed(String message) {
        return new ValidationException(message, true);
    }

    /** Creates a failure that a retry cannot repair. */
    public static ValidationException broken(String message) {
        return new ValidationException(message, false);
    }

    /** Whether the same batch may succeed in a retry with the rows locked first. */
    public boolean mayPass() {
        return mayPass;
    }
}
