// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** Failure of a caller's own {@link Session.RowReader}, which says nothing about the connection. */
final class ReaderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuntimeException thrown;

    ReaderException(RuntimeException thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    @Override
    public RuntimeException getCause() {
        return thrown;
    }
}
