// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

/**
 * A batch that would not have left the corpus as it must be; its transaction is rolled back.
 */
public final class ValidationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    private ValidationException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    /** Somebody changed rows at the same moment: done again, with the rows locked first, it will hold. */
    public static ValidationException crossed(String message) {
        return new ValidationException(message, true);
    }

    /** It will not hold a second time. */
    public static ValidationException broken(String message) {
        return new ValidationException(message, false);
    }

    /** Whether the same batch may hold when it is tried again with the rows locked first. */
    public boolean mayPass() {
        return mayPass;
    }
}
