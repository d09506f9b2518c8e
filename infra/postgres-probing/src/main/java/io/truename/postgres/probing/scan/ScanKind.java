// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import java.util.Locale;
import java.util.Optional;

/** Kind of a scan. */
public enum ScanKind {
    /** Every row of the corpus, and every check. It alone resolves findings. */
    FULL,
    /** Documents that were created since the last one, with their chunks. */
    INCREMENTAL,
    /** Rows drawn at random, of which each is as likely as any other. */
    SAMPLE;

    /** Finds a kind by its code. */
    public static Optional<ScanKind> find(String code) {
        for (ScanKind kind : values()) {
            if (kind.code().equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Code as stored and shown. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
