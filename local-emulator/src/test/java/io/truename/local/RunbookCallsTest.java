// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.catalog.Runbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of a runbook is one that a function describes. {@link RunbooksIT} runs them. */
class RunbookCallsTest {
    private static final Path FUNCTIONS = Path.of("../functions");
    private static final Pattern CALL =
            Pattern.compile("call (?:-X ([A-Z]+) )?\"?\\$\\(at ([a-z]+)\\)([^ ?\"\\n]*)[^\\n]*");
    private static final Pattern CALL_IN_PROSE = Pattern.compile("`(GET|POST|DELETE) (/[^ ?`]*)[^`]*`");

    private static final Set<String> DESCRIBED = new TreeSet<>();

    @BeforeAll
    static void readDescriptions() throws IOException {
        for (String function : List.of("generate", "migrate", "probe", "tune", "report")) {
            JsonNode paths = new JsonMapper()
                    .readTree(Files.readString(description(function)))
                    .path("paths");
            paths.properties()
                    .forEach(path -> path.getValue()
                            .fieldNames()
                            .forEachRemaining(method -> DESCRIBED.add(
                                    function + " " + method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        }
    }

    private static Path description(String function) throws IOException {
        try (Stream<Path> files = Files.walk(FUNCTIONS.resolve(function + "/src/main/resources"))) {
            return files.filter(file -> file.endsWith("openapi.json")).findAny().orElseThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("io.truename.local.Runbooks#all")
    void calls_areThoseOfTheFunctions(Runbook runbook) {
        for (Runbook.Block block : runbook.blocks()) {
            Matcher call = CALL.matcher(block.script());
            while (call.find()) {
                assertThat(DESCRIBED).as(call.group()).contains(named(call));
            }
        }
        assertThat(CALL_IN_PROSE.matcher(runbook.text()).results())
                .allSatisfy(call -> assertThat(DESCRIBED)
                        .as(call.group())
                        .anyMatch(one -> one.endsWith(" " + call.group(1) + " " + call.group(2))));
    }

    private static String named(MatchResult call) {
        String method = call.group(1) != null ? call.group(1) : call.group().contains(" -d ") ? "POST" : "GET";
        return call.group(2) + " " + method + " "
                + call.group(3).replace("$RUN", "{id}").replace("$FINGERPRINT", "{fingerprint}");
    }
}
