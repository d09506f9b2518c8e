// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void response_isAsItAlwaysWas() {
        FieldProblems problems = new FieldProblems();
        problems.add(() -> FieldProblem.below("/items/3", "a/b~c"), "must be a string", "a number");

        EdgeResponse response = Problem.badRequest(problems).response();

        assertThat(response.contentType()).isEqualTo("application/problem+json;charset=utf-8");
        assertThat(text(response))
                .isEqualTo("{\"type\":\"about:blank\",\"status\":400,\"title\":\"The request is not valid\","
                        + "\"detail\":\"Correct every place listed, then send the request again.\",\"problems\":"
                        + "[{\"pointer\":\"/items/3/a~1b~0c\",\"rule\":\"must be a string\",\"got\":\"a number\"}]}");
        assertThat(response.log()).containsEntry("problems", 1);
    }

    // Without the bound, 8 MiB of unknown fields would fill an instance's memory.
    @Test
    void badRequest_endlessProblems_listsTheFirstAndCountsTheRest() {
        FieldProblems problems = new FieldProblems();
        for (int i = 0; i < FieldProblems.MOST_LISTED + 7; i++) {
            int index = i;
            problems.add(() -> "/" + index, "r", "g");
        }

        EdgeResponse response = Problem.badRequest(problems).response();

        assertThat(text(response)).endsWith("\"/99999\",\"rule\":\"r\",\"got\":\"g\"}],\"problemsNotListed\":7}");
        assertThat(response.log()).containsEntry("problems", FieldProblems.MOST_LISTED + 7);
    }

    private static String text(EdgeResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
