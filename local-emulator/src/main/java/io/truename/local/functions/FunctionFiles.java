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
 * The files a function runs from: its deployable, unpacked from this program's resources, and the functions framework. The
 * packaging of this module puts both there. Functions may start at the same time; each file is unpacked once.
 */
final class FunctionFiles {
    private static final String INVOKER = "/runtime/java-function-invoker.jar";

    private final Path folder;

    FunctionFiles(Path folder) {
        this.folder = folder;
    }

    /** The functions framework's own invoker. */
    synchronized Path invoker() throws IOException {
        Path jar = folder.resolve("java-function-invoker.jar");
        if (!Files.exists(jar)) {
            Files.createDirectories(folder);
            // Whole or not at all: what a full disk cut short is not taken for the whole by the next try.
            Path half = Files.createTempFile(folder, "invoker", "");
            try (InputStream in = require(INVOKER)) {
                Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(half, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    /** The deployable's one thin jar; its manifest names the jars beside it. */
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
