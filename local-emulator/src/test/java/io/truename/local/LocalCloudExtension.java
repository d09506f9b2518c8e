// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that passes a {@link LocalCloud} to tests, one for all classes of a JVM, because its start takes longer than
 * most of them. It is started by the first of them. Its story has been played, and each class ends the migrations that it starts.
 */
final class LocalCloudExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LocalCloudExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCloud.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .cloud();
    }

    private record Running(LocalCloud cloud, Path temporary) implements AutoCloseable {
        static Running start() {
            try {
                Path temporary = Files.createTempDirectory("shared-cloud");
                int port = LocalProcess.freePort();
                LocalProcess process =
                        LocalProcess.start(temporary, "--port", String.valueOf(port), "--documents", "20");
                process.awaitLine("Ctrl-C ends everything");
                // A story that ended early leaves things undone that tests rely on, and each of them would name another
                // cause.
                if (process.output().contains("FAILED")) {
                    process.close();
                    throw new IllegalStateException("The story failed:\n" + process.output());
                }
                return new Running(new LocalCloud(port, process), temporary);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            try (LocalProcess process = cloud.process()) {
                process.terminate();
                process.awaitExit();
            }
            try (Stream<Path> left = Files.walk(temporary)) {
                List<Path> deepestFirst = left.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }
}
