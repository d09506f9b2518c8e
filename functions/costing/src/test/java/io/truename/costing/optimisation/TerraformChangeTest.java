// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.optimisation.Optimisation.TerraformChange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every change that a rule proposes is one that the installation's Terraform knows, or says that it is not. */
class TerraformChangeTest {
    private static final Path TERRAFORM = Path.of("..", "..", "terraform");
    private static final Pattern VARIABLE = Pattern.compile("var\\.(\\w+)(\\[\"\\w+\"])?");
    private static final Pattern RESOURCE = Pattern.compile("module\\.(\\w+)\\.(\\w+)\\.(\\w+)(\\[\"(\\w+)\"])?");
    private static final Instant UNTIL = Instant.parse("2026-11-23T00:00:00Z");
    private static final EvidenceWindow WINDOW = new EvidenceWindow(UNTIL.minus(Duration.ofDays(14)), UNTIL);

    private static List<TerraformChange> changes() {
        BigDecimal ten = BigDecimal.TEN;
        List<Optimisation> all = new ArrayList<>();
        InstanceRules.minimumInstances(
                        new InstanceRules.MinimumInstances(
                                "probe", 1, ten, BigDecimal.ZERO, 0.1, OptionalDouble.empty()),
                        WINDOW)
                .ifPresent(all::add);
        InstanceRules.replica(new InstanceRules.Replica("r", "main", ten, ten, 0, 0, 0, false), WINDOW)
                .ifPresent(all::add);
        InstanceRules.commitment(new InstanceRules.Commitment("Cloud SQL", ten, ten, new BigDecimal("0.25"), 1), WINDOW)
                .ifPresent(all::add);
        for (String bucket : List.of("_Default", "others")) {
            VolumeRules.exclusion(new VolumeRules.Logs(bucket, "k8s_container", ten, ten, ten, false), WINDOW)
                    .ifPresent(all::add);
        }
        VolumeRules.retention(new VolumeRules.Retention("audit", 90, ten), WINDOW)
                .ifPresent(all::add);
        VolumeRules.cache(new VolumeRules.Cache("ids", 8, ten, 0.1, 0), WINDOW).ifPresent(all::add);
        VolumeRules.batch(new VolumeRules.Publishing("document-events", 1_000_000, 100, 1, ten), WINDOW)
                .ifPresent(all::add);
        return all.stream().map(Optimisation::change).toList();
    }

    @Test
    void change_isOfTerraform_orSaysThatItIsNot() throws IOException {
        List<TerraformChange> changes = changes();
        assertThat(changes).hasSize(8);
        for (TerraformChange change : changes) {
            Matcher variable = VARIABLE.matcher(change.address());
            Matcher resource = RESOURCE.matcher(change.address());
            if (variable.matches()) {
                assertThat(block(TERRAFORM, "variable \"" + variable.group(1) + "\""))
                        .as(change.apply())
                        .containsPattern("\\b" + change.argument() + "\\s*=");
            } else if (resource.matches()) {
                Path module = TERRAFORM.resolve("modules").resolve(resource.group(1));
                assertThat(block(module, "resource \"" + resource.group(2) + "\" \"" + resource.group(3) + "\""))
                        .as(change.apply())
                        .containsPattern("\\b" + change.argument() + "\\s*=");
                assertThat(texts(module)).containsPattern("\\b" + resource.group(5) + "\\s*= \\{");
            } else {
                assertThat(change.address()).startsWith(TerraformChange.OUTSIDE);
            }
        }
    }

    /** From the header to the first line that is a closing brace alone. */
    private static String block(Path folder, String header) throws IOException {
        String all = texts(folder);
        assertThat(all).contains(header + " {");
        int begin = all.indexOf(header + " {");
        return all.substring(begin, all.indexOf("\n}", begin));
    }

    private static String texts(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".tf"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }
}
