// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import java.util.Optional;
import java.util.UUID;

/** Reports of runs. */
@FunctionalInterface
public interface Reports {
    /** Format of a report; the first is the default for a caller that accepts any. */
    enum Form {
        JSON("application/json"),
        MARKDOWN("text/markdown"),
        HTML("text/html");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }

        /** Media type, without parameters; each format is UTF-8. */
        public String mediaType() {
            return mediaType;
        }
    }

    /** Report of a run, up to now; empty if the run does not exist. */
    Optional<String> render(UUID run, Form form);
}
