// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code terraform/check}, where there is a Terraform with a provider: one that {@code TF_CLI_CONFIG_FILE} or {@code
 * TF_PLUGIN_CACHE_DIR} names, or the stand-in that a folder beside the project may hold. A download for each module would take
 * minutes.
 */
class TerraformIT {
    private static final Path CHECK = Path.of("../../terraform/check");
    private static final Path STAND_IN = Path.of("../../../shared/terraform/offline");
    private static final long LONGEST_MINUTES = 15;

    @TempDir
    Path folder;

    // The test kit, which has the annotation of long suites, is built after this module.
    @EnabledIfSystemProperty(
            named = "truename.tests.long",
            matches = "true",
            disabledReason = "mvn -Plong verify runs it")
    @Test
    void check_passes() throws Exception {
        ProcessBuilder check = new ProcessBuilder("bash", CHECK.toString());
        boolean hasProvider = isThere("TF_CLI_CONFIG_FILE") || isThere("TF_PLUGIN_CACHE_DIR");
        if (!hasProvider && Files.isExecutable(STAND_IN)) {
            check.environment().put("TF_CLI_CONFIG_FILE", standIn());
            hasProvider = true;
        }
        assumed(isOnPath("terraform"), "install Terraform 1.11 or newer");
        assumed(isOnPath("python3"), "install Python 3");
        assumed(hasProvider, "set TF_CLI_CONFIG_FILE or TF_PLUGIN_CACHE_DIR, which says where the provider is");

        Path output = folder.resolve("output");
        Process process =
                check.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isTrue();
    }

    private static void assumed(boolean met, String remedy) {
        if (!met) {
            System.getLogger(TerraformIT.class.getName())
                    .log(System.Logger.Level.WARNING, "terraform/check is skipped: " + remedy + ".");
        }
        assumeTrue(met, remedy);
    }

    private String standIn() throws IOException {
        ProcessBuilder printing = new ProcessBuilder("bash", STAND_IN.toString());
        printing.environment().put("TMPDIR", folder.toString());
        return new String(printing.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static boolean isThere(String variable) {
        String place = Optional.ofNullable(System.getenv(variable)).orElse("");
        return !place.isEmpty() && Files.exists(Path.of(place));
    }

    private static boolean isOnPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(place -> !place.isEmpty())
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
