// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import java.util.Optional;
import java.util.UUID;

/**
 * Answer of the database about a document.
 *
 * @param id under which it is stored; empty if it is not
 * @param version of the corpus, read before the document
 * @param readAt when the database was asked, or before; {@link System#nanoTime} of this instance
 */
record Entry(Optional<UUID> id, String version, long readAt) {
    boolean stored() {
        return id.isPresent();
    }
}
