// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.testkit.InvokerFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The shape of what is deployed: the platform takes exactly one jar at the top, and follows its manifest. */
class DeployableIT {
    @Test
    void folder_holdsOneThinJarAndItsLibrary() throws IOException {
        List<String> top = names(Deployable.FOLDER);
        assertThat(top).hasSize(2).contains("lib").anyMatch(name -> name.endsWith(".jar"));
        assertThat(names(Deployable.FOLDER.resolve("lib"))).allMatch(name -> name.endsWith(".jar"));
    }

    @Test
    void manifest_namesTheWholeLibrary() throws IOException {
        try (JarFile jar = new JarFile(thinJar().toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<String> library = names(Deployable.FOLDER.resolve("lib")).stream()
                    .map(name -> "lib/" + name)
                    .toList();
            assertThat(Arrays.asList(classPath.split(" "))).containsExactlyInAnyOrderElementsOf(library);
        }
    }

    @Test
    void thinJar_holdsOnlyItsOwnClasses() throws IOException {
        try (JarFile jar = new JarFile(thinJar().toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("io/truename/generate/"));
        }
    }

    @Test
    void library_hasNoDriverNoGrpcNoTestLibrary_andStaysSmall() throws IOException {
        List<String> library = names(Deployable.FOLDER.resolve("lib"));
        assertThat(library)
                .noneMatch(name -> name.matches(
                        ".*(r2dbc|postgres|jdbc|hikari|grpc|netty|protobuf|junit|jqwik|assertj|archunit|mockito|testkit|"
                                + "json-schema|autoconfigure|snakeyaml|logback|tomcat|jetty|invoker).*"));
        // 20 jars of 11 MB when this was written: a newcomer among them is a decision, not an accident.
        assertThat(library).hasSizeLessThanOrEqualTo(20);
        assertThat(bytes()).isLessThan(13_000_000);
    }

    @Test
    void zip_isTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(Deployable.FOLDER.getParent());
                Stream<Path> folder = Files.walk(Deployable.FOLDER)) {
            Path zip = files.filter(path -> path.toString().endsWith("-deploy.zip"))
                    .findFirst()
                    .orElseThrow();
            try (ZipFile entries = new ZipFile(zip.toFile())) {
                assertThat(entries.stream()
                                .filter(entry -> !entry.isDirectory())
                                .map(entry -> entry.getName()))
                        .containsExactlyInAnyOrderElementsOf(folder.filter(Files::isRegularFile)
                                .map(file -> Deployable.FOLDER
                                        .relativize(file)
                                        .toString()
                                        .replace('\\', '/'))
                                .toList());
            }
        }
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_NAMESPACE", "not-a-uuid")
                        .environment("TRUENAME_NAMESPACE_HASH", "MD5")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_NAMESPACE: ")
                .hasMessageContaining("TRUENAME_NAMESPACE_HASH: ")
                .hasMessageContaining("must be SHA-1 or SHA-256");
    }

    private static long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(Deployable.FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static Path thinJar() throws IOException {
        return Deployable.FOLDER.resolve(names(Deployable.FOLDER).stream()
                .filter(name -> name.endsWith(".jar"))
                .findFirst()
                .orElseThrow());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
