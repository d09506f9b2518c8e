// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Test of all commands in the READMEs against a running local cloud. */
@ExtendWith(LocalCloudExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrintedCommandsIT {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern OPTIONS =
            Pattern.compile("truename-local\\.jar((?: \\\\\\n| )[^`\\n]*(?:\\\\\\n[^`\\n]*)*)");

    private LocalCloud cloud;

    @BeforeAll
    void open(LocalCloud shared) {
        cloud = shared;
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, 2",
        "functions/generate/README.md, 4",
        "functions/migrate/README.md, 22",
        "functions/probe/README.md, 9",
        "functions/report/README.md, 1",
        "functions/stage-events/README.md, 1",
        "local-emulator/README.md, 4",
    })
    void readme_commandsWork(String readme, int least, @TempDir Path folder) throws Exception {
        String script = PrintedCommands.ofReadme(REPOSITORY.resolve(readme))
                .replaceAll("(?m)^java -jar .*(?:\\\\\\n.*)*$", "")
                .replace("localhost:8900", "localhost:" + cloud.port())
                .replace("127.0.0.1:8904", "127.0.0.1:" + (cloud.port() + 4));
        assertThat(script).as("another port than the local cloud's").doesNotContain("localhost:8080");
        List<PrintedCommands.Call> calls = new PrintedCommands(folder).run(script);
        assertThat(calls).hasSizeGreaterThanOrEqualTo(least);
        for (PrintedCommands.Call call : calls) {
            if (mayBeRefused(call.arguments())) {
                assertThat(call.status()).as(call.toString()).isIn(200, 202, 400, 409);
            } else if (call.arguments().contains("objects")) {
                // The README asks to name this store in the mapping first; the sample's has none.
                assertThat(call.status()).as(call.toString()).isIn(200, 404);
            } else {
                assertThat(call.status()).as(call.toString()).isBetween(200, 299);
            }
        }
        cloud.endRuns(folder.resolve("after"));
    }

    /** Whether the README says that the call may be refused. */
    private static boolean mayBeRefused(String arguments) {
        return arguments.contains("two words")
                || arguments.contains("-X DELETE")
                || arguments.matches("(?s).*/(pause|resume|retry-quarantined|rollback)( .*)?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "local-emulator/README.md"})
    void readme_optionsAreKnown(String readme) throws Exception {
        Matcher printed = OPTIONS.matcher(Files.readString(REPOSITORY.resolve(readme)));
        int found = 0;
        while (printed.find()) {
            String[] options = printed.group(1)
                    .replace("\\\n", " ")
                    .replaceAll("  +.*$", "")
                    .strip()
                    .split("\\s+");
            String[] given = List.of(options).stream()
                    .filter(option -> !option.isEmpty())
                    .toArray(String[]::new);
            assertThatCode(() -> new CommandLine(new LocalOptions())
                            .parseArgs(List.of(given).stream()
                                    .map(word -> word.equals("N") ? "1" : word)
                                    .toArray(String[]::new)))
                    .as(printed.group())
                    .doesNotThrowAnyException();
            found++;
        }
        assertThat(found).isPositive();
    }

    @Test
    void readme_namesThePubSubProject() throws Exception {
        cloud.process().awaitLine("PUBSUB_EMULATOR_HOST=127.0.0.1:" + (cloud.port() + 1) + ", project truename-local");
        assertThat(REPOSITORY.resolve("local-emulator/README.md"))
                .content()
                .contains("PUBSUB_EMULATOR_HOST=localhost:8901", "project `truename-local`");
    }
}
