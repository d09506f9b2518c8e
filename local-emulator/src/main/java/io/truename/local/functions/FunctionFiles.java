// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import io.truename.catalog.FunctionSpec;
import io.truename.local.packed.PackedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Files of a function: its deployable and the functions framework, unpacked from this program's resources, where the build
 * puts them. Thread-safe: functions may start concurrently, and each file is unpacked once.
 */
final class FunctionFiles {
    private static final String INVOKER = "/runtime/java-function-invoker.jar";

    private final Path folder;

    FunctionFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns the jar of the functions framework's invoker. */
    synchronized Path invoker() throws IOException {
        Path jar = folder.resolve("java-function-invoker.jar");
        if (!Files.exists(jar)) {
            Files.createDirectories(folder);
            // Atomic, so that the next attempt does not use a file that a full disk cut short.
            Path half = Files.createTempFile(folder, "invoker", "");
            try (InputStream in = require(INVOKER)) {
                Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(half, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    /** Returns the deployable's thin jar, whose manifest names the jars beside it. */
    synchronized Path deployable(FunctionSpec function) throws IOException {
        Path home = folder.resolve(function.name());
        if (!Files.exists(home)) {
            Path half = Files.createTempDirectory(folder, function.name());
            PackedFolder.deployable(function.deployable()).unpack(half);
            Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
        }
        try (Stream<Path> top = Files.list(home)) {
            return top.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("The deployable of " + function.name() + " has no jar at its top"));
        }
    }

    private static InputStream require(String resource) throws IOException {
        InputStream in = FunctionFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(resource + " is missing from this program; build it with mvn package");
        }
        return in;
    }
}
