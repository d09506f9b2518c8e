// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is read or refused with a file, a line, a path, a rule and a remedy for each problem. */
class MutatedCatalogTest {
    private static final String CHARACTERS = "{}[]:,-#&*!|>'\"%@` \n\tabz019./?\u0000\uD800";
    private static final int MUTATIONS =
            System.getProperty("truename.samples", "").equals("all") ? 300 : 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "functions",
                "events",
                "metrics",
                "slos",
                "alerts",
                "dashboards",
                "components",
                "actions",
                "trends"
            })
    void read_mutatedFile_isReadOrRefused(String mutated) throws IOException {
        Random random = new Random(mutated.length());
        String name = mutated + ".yaml";
        String original = Files.readString(CatalogFiles.FOLDER.resolve(name));
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String mutant = mutate(original, random);
            try {
                CatalogFiles.read(Map.of(name, mutant));
            } catch (CatalogException refusal) {
                refused++;
                assertThat(refusal.problems()).isNotEmpty().allMatch(MutatedCatalogTest::isWhole);
            }
        }
        assertThat(refused).isPositive();
    }

    private static boolean isWhole(CatalogProblem problem) {
        return problem.file().endsWith(".yaml")
                && problem.line() > 0
                && problem.path().startsWith("/")
                && !problem.rule().isBlank()
                && !problem.remedy().isBlank();
    }

    /** One to three characters or lines removed, inserted or doubled. */
    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(mutant.length());
            int end = Math.max(at + 1, mutant.indexOf("\n", at));
            switch (random.nextInt(4)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 -> mutant.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 2 -> mutant.delete(at, Math.min(end, mutant.length()));
                default -> mutant.insert(at, mutant.substring(at, Math.min(end, mutant.length())));
            }
        }
        return mutant.toString();
    }
}
