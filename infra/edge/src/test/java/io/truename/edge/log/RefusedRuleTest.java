// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedRuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                Rules.STRING + " | a number | TYPE",
                Rules.BOOLEAN + " | a string | TYPE",
                Rules.GIVEN + " | " + Rules.NOTHING + " | MISSING",
                "must be a UUID | " + Rules.NOTHING + " | MISSING",
                "must be a UUID | 3 characters | FORMAT",
                Rules.KNOWN + " | a string | UNKNOWN_FIELD",
                Rules.KNOWN_FIELDS_ONLY + " | a string | UNKNOWN_FIELD",
                "is no field of a job here; remove it | the field | UNKNOWN_FIELD",
                Rules.NOT_REPEATED + " | x | REPEATED",
                Rules.JSON + " | " + Rules.NOTHING + " | SYNTAX",
                Rules.ONE_OBJECT + " | more | SYNTAX",
                Rules.BOUNDS + " | more | BOUNDS",
            })
    void of_problem(String rule, String got, RefusedRule expected) {
        assertThat(RefusedRule.of(new FieldProblem("/a", rule, got))).isEqualTo(expected);
    }

    @Test
    void of_rulesWithParameters() {
        assertThat(rule(Rules.oneOf("a, b"))).isEqualTo(RefusedRule.CHOICE);
        assertThat(rule(Rules.wholeNumber(0, 1))).isEqualTo(RefusedRule.NUMBER);
        assertThat(rule(Rules.number(0, 1))).isEqualTo(RefusedRule.NUMBER);
        assertThat(rule(Rules.mostCharacters(3))).isEqualTo(RefusedRule.LENGTH);
        assertThat(rule(Rules.mostItems(3, "items"))).isEqualTo(RefusedRule.LENGTH);
    }

    @Test
    void of_status() {
        assertThat(RefusedRule.of(404)).isEqualTo(RefusedRule.PATH);
        assertThat(RefusedRule.of(429)).isEqualTo(RefusedRule.EARLY);
        assertThat(RefusedRule.MEDIA_TYPE).hasToString("media_type");
    }

    private static RefusedRule rule(String rule) {
        return RefusedRule.of(new FieldProblem("/a", rule, "x"));
    }
}
