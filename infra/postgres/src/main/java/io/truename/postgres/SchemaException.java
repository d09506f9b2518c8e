// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** Schema {@code truename} does not fit this version and cannot be migrated to it; the message names the remedy. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SchemaException(String remedy) {
        super(remedy);
    }

    SchemaException(String remedy, Throwable cause) {
        super(remedy, cause);
    }
}
