// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import java.util.Optional;
import java.util.UUID;

/** Reports of runs. */
@FunctionalInterface
public interface Reports {
    /** What a report may be rendered as; the first is what is answered to a caller who takes anything. */
    enum Form {
        JSON("application/json"),
        MARKDOWN("text/markdown"),
        HTML("text/html");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }

        /** Without parameters; each is UTF-8. */
        public String mediaType() {
            return mediaType;
        }
    }

    /** The report of a run as it is now; empty if there is no such run. */
    Optional<String> render(UUID run, Form form);
}
