// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** The schema {@code truename} is not what this version needs and cannot be made so; the message says what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SchemaException(String remedy) {
        super(remedy);
    }

    SchemaException(String remedy, Throwable cause) {
        super(remedy, cause);
    }
}
