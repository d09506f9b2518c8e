// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test of the packed jar in its own process, as users start it. */
class LocalRunIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path temporary;

    @BeforeEach
    void makeTemporaryFolder() throws IOException {
        // Both the jar's and the user's paths may have spaces.
        temporary = Files.createDirectories(folder.resolve("temporary files"));
    }

    // One test, because each cloud that starts takes longer than all that is asked of it.
    @LongSuite
    @Test
    void running_storyOfAFolderBesideIt_killed_foundAgainAndEndedByASignal() throws Exception {
        int port = LocalProcess.freePort();
        Path data = folder.resolve("kept data");
        try (LocalProcess killed = LocalProcess.start(
                temporary, "--port", String.valueOf(port), "--documents", "30", "--data", data.toString())) {
            killed.awaitLine("Ctrl-C ends everything");
            killed.awaitLine("PGPASSFILE='" + temporary);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(port, "/health"))
                            .contains("\"up\":true")
                            .doesNotContain("\"up\":false"));
            assertThat(get(port, "/api/status")).contains("\"state\":\"DONE\"");
            try (LocalProcess clash = LocalProcess.start(temporary, "--port", String.valueOf(port))) {
                assertThat(clash.awaitExit()).isEqualTo(2);
                assertThat(clash.output().lines())
                        .singleElement()
                        .asString()
                        .contains("Port " + port + " is in use", "--port N");
            }
            tellTheStoryOfAFolder();
            assertThat(run(port, "/api/schedules/generate-self-check/run")).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> get(port, "/api/status").matches(".*\"generate-self-checks\"[^}]*\"acked\":[1-9].*"));
            List<ProcessHandle> functions = killed.descendants().stream()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .toList();
            assertThat(functions).hasSize(5);
            killed.kill();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> functions.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(entries(temporary)).isNotEmpty();
        try (LocalProcess again = LocalProcess.start(
                temporary,
                "--port",
                String.valueOf(LocalProcess.freePort()),
                "--documents",
                "30",
                "--data",
                data.toString())) {
            again.awaitLine("Ctrl-C ends everything");
            assertThat(again.output())
                    .containsPattern("Already stored +[1-9]")
                    .contains(
                            "All ids agree",
                            "Found: documents that never came out",
                            "A tuned threshold gives",
                            "generation-latency-shifted after");
            List<ProcessHandle> children = again.descendants();
            assertThat(children).isNotEmpty();
            again.terminate();
            again.awaitExit();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
        assertThat(entries(temporary)).isEmpty();
    }

    /** In a second cloud beside the first, which ends by itself. */
    private void tellTheStoryOfAFolder() throws Exception {
        try (LocalProcess second = LocalProcess.start(
                temporary,
                "--once",
                "--port",
                String.valueOf(LocalProcess.freePort()),
                "--files",
                filesWithDuplicates().toString())) {
            assertThat(second.awaitExit()).as(second.output()).isZero();
            assertThat(second.output())
                    .contains(
                            "All ids agree",
                            "Found: a user who cannot retrieve",
                            "All stages agree",
                            "False alarms in the week")
                    .containsPattern("Duplicates +[1-9]")
                    .containsPattern("Empty files +1")
                    .containsPattern("Links not followed +1")
                    .doesNotContain("Exception", "one.txt");
        }
    }

    @LongSuite(sample = 3)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense                     | There is no option --nonsense",
                "--documents abc                | --documents must be a whole number from 1 to 100000000, not \"abc\"",
                "--data /etc                    | holds something else",
                "postgresql://a:secret@h/d      | postgresql://...@h/d",
                "--data /dev/null/data          | folder",
                "--data /etc/passwd             | is not a folder: give --data a folder",
            })
    void wrongArgument_oneSentence(String arguments, String expected) throws Exception {
        String port = arguments.contains("--port") ? "" : "--port " + LocalProcess.freePort();
        try (LocalProcess run = LocalProcess.start(
                temporary,
                (port + (arguments.contains("--once") ? "" : " --once ") + arguments)
                        .strip()
                        .split(" +"))) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(2);
            assertThat(run.output().lines().filter(line -> !line.endsWith(" started")))
                    .singleElement()
                    .asString()
                    .contains(expected);
        }
        assertThat(entries(temporary)).isEmpty();
    }

    @Test
    void help_andVersion() throws Exception {
        try (LocalProcess help = LocalProcess.start(temporary, "--help")) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).contains("--documents", "--files", "--data", "--once", "--port", "Exit codes");
        }
        try (LocalProcess version = LocalProcess.start(temporary, "--version")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.output()).isEqualTo("truename-local 0.1.0");
        }
    }

    private Path filesWithDuplicates() throws IOException {
        Path files = Files.createDirectories(folder.resolve("my files"));
        Files.writeString(files.resolve("one.txt"), "the same");
        for (int copy = 0; copy < 9; copy++) {
            Files.writeString(files.resolve("copy " + copy), "the same");
        }
        Files.createFile(files.resolve("empty"));
        Files.createSymbolicLink(files.resolve("loop"), files);
        return files;
    }

    private String get(int port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private int run(int port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            // The JVM deletes its own performance files.
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }
}
