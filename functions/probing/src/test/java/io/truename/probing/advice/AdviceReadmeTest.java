// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.probing.ReadmeTables;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AdviceReadmeTest {
    @Test
    void readme_showsTheRulesOfTheCode() throws IOException {
        StringBuilder table = new StringBuilder("| rule | advises when | cost of its statement |\n|---|---|---|\n");
        for (AdviceRule rule : AdviceRule.values()) {
            table.append("| `").append(rule.code()).append("` | ");
            table.append(rule.when()).append(" | ").append(rule.cost()).append(" |\n");
        }
        ReadmeTables.compare("advice", table.toString());
    }
}
