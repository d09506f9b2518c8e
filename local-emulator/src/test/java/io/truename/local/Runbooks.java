// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.catalog.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The runbooks of the repository. */
final class Runbooks {
    private static final Path FOLDER = Path.of("../terraform/runbooks");

    private Runbooks() {}

    /** All but the README, by name. */
    static List<Runbook> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .map(Runbooks::read)
                    .toList();
        }
    }

    static Runbook read(String name) {
        try {
            return new Runbook(name, Files.readString(FOLDER.resolve(name)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
