// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Vanilla functions in processes of their own, with no more on their class path than they need. */
final class VanillaProcess {
    // By name: the functions framework's API is on their class path, not on the workbench's.
    private static final String ANSWER = "io.truename.workbench.VanillaAnswer";
    private static final String ECHO = "io.truename.workbench.VanillaEcho";

    private VanillaProcess() {}

    /** A folder that holds the class of {@link VanillaAnswer} and nothing else. */
    static Path answerFolder() {
        try {
            String file = ANSWER.replace('.', '/') + ".class";
            Path folder = Files.createTempDirectory("vanilla-answer");
            Path copy = folder.resolve(file);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            try (InputStream bytes = Objects.requireNonNull(VanillaProcess.class.getResourceAsStream("/" + file))) {
                Files.copy(bytes, copy);
            }
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static InvokerProcess answer(Path folder) {
        return InvokerProcess.of(folder.toString(), ANSWER).start();
    }

    static InvokerProcess echo() {
        String classpath = Stream.of(VanillaProcess.class, ObjectMapper.class, JsonFactory.class, JsonInclude.class)
                .map(VanillaProcess::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        return InvokerProcess.of(classpath, ECHO).start();
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
