// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.Objects;

/** Chunker of the story. Its name and version are part of every chunk's id. */
public record Chunker(String name, String version) {
    public Chunker {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
    }
}
