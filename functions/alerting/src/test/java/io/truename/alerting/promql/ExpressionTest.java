// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3 | 1 + (2 * 3)",
                "8 - 3 - 2 | (8 - 3) - 2",
                "2 ^ 3 ^ 2 | 2 ^ (3 ^ 2)",
                "-1 ^ 2 | -(1 ^ 2)",
                "-a * b | (-a) * b",
                "a or b and c | a or (b and c)",
                "a unless b > 0 | a unless (b > 0)",
                "sum(a) by (x) | sum by (x) (a)",
                "sum(a) | sum by () (a)",
                "rate(a[1h30m] offset 1d) | rate(a[90m] offset 24h)",
                "a{b='c'} # end | {__name__=\"a\",b=\"c\"}",
                "{\"t.example/a_b\",c=`\\d`} | t_example:a_b{c='\\\\d'}",
                "a offset 1m @ 60 | a @ 6e1 offset 60s",
                "rate(a[5m:]) | rate(a[5m:1m])",
                "+a | a",
                "{'__name__'='t.example/a_b','x'!='y'} | t_example:a_b{x!='y'}",
                "SUM BY (x) (a) OR a OFFSET 5m > BOOL 1 | sum by (x) (a) or a offset 5m > bool 1",
            })
    void readsAs(String query, String same) {
        assertThat(Expression.parse(query)).isEqualTo(Expression.parse(same));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run_googleapis_com:request_count{a!~\"x\\\\.y|z\",b!=\"\\n\"} offset -5m",
                "a / on (x) group_left (y) topk without (z) (3, b)",
                "histogram_quantile(0.95, sum by (le) (rate(a_bucket[10m])))",
                "1 >= bool Inf",
                "sum by (\"gen_ai.model\", b) (a{\"gen_ai.model\"!=\"\"}) / on (\"c d\") group_left (\"e-f\") a",
                "max_over_time(rate(a[5m] @ 1.5)[1h:30s] offset 1d) + -deriv((-a)[5m:1m] @ -3)",
                "label_replace(round(a), \"b\", \"$1\", \"c\", \"(.*)\") or round(a, 5) or hour() or vector(pi())",
                "count_values without (c) (\"b\", a)",
                "clamp(-a, 1e-3, time()) ^ scalar(b)",
            })
    void printsAndReadsAgain(String query) {
        Expression read = Expression.parse(query);
        assertThat(Expression.parse(read.toString())).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(a) | 5",
                "a[5m] + 1 | 6",
                "1 > 2 | 2",
                "a or 1 | 2",
                "a + on (x) 1 | 2",
                "a and on (x) group_left b | 13",
                "a + bool b | 2",
                "{x=~\".*\"} | 0",
                "a{x=~\"(\"} | 5",
                "holt_winters(a[5m]) | 0",
                "1[1h:5m] | 0",
                "max_over_time(a[1h:5ms]) | 16",
                "max_over_time(sum(a)[1h]) | 21",
                "max_over_time((a)[1h]) | 18",
                "sum(a) offset 5m | 0",
                "a offset 5m offset 5m | 0",
                "a @ start() | 4",
                "a[5m] | 0",
                "\"a\" | 0",
                "a == \"b\" | 2",
                "label_replace(a, \"b c\", \"\", \"d\", \"\") | 17",
                "label_replace(a, \"b\", \"\", \"d\", \"(\") | 31",
                "count_values(\"b c\", a) | 13",
                "label_join(a, \"b\", \"\", \"c\") | 0",
                "a[5x] | 2",
                "a[0s] | 0",
                "sum(a | 5",
                "a b | 2",
                "1 + | 3",
            })
    void refuses(String query, int position) {
        assertThatThrownBy(() -> Expression.parse(query))
                .isInstanceOfSatisfying(
                        PromqlException.class,
                        wrong -> assertThat(wrong.position()).isEqualTo(position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "2^"})
    void refusesDeepNesting(String opening) {
        assertThatThrownBy(() -> Expression.parse(opening.repeat(5_000) + "1")).isInstanceOf(PromqlException.class);
    }
}
