// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ExpressionPropertyTest {
    private static final List<String> TOKENS = List.of(
            "a",
            "x:y",
            "1",
            "1e3",
            ".5",
            "NaN",
            "5m",
            "1h:5m",
            "[1h:5m]",
            "@",
            "@ 3",
            "round(a",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "[5m]",
            "+",
            "-",
            "*",
            "^",
            "==",
            ">",
            "bool",
            "and",
            "or",
            "on (l)",
            "group_left",
            "sum",
            "by (l)",
            "topk",
            ",",
            "rate(a[5m])",
            "abs(",
            "offset",
            "l=\"v\"",
            "l=~\"(\"",
            "\"",
            "\\",
            "#",
            "\u00e9");

    @Property(tries = 2_000)
    void refusesOrReadsAgain(@ForAll("queries") String query) {
        Expression read;
        try {
            read = Expression.parse(query);
        } catch (PromqlException refused) {
            assertThat(refused.position()).isBetween(0, query.length());
            return;
        }
        assertThat(Expression.parse(read.toString())).isEqualTo(read);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of(TOKENS).list().ofMinSize(0).ofMaxSize(9).map(tokens -> String.join(" ", tokens));
    }
}
