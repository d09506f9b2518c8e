// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import java.util.List;
import java.util.Map;

/** Answers PromQL queries at a time. */
public interface QueryEvaluator {
    /** Refuses every query, where there is no PromQL. */
    QueryEvaluator NONE = (query, time) -> {
        throw new UnsupportedOperationException("PromQL is not evaluated here. Use a threshold condition.");
    };

    /**
     * Answers a query that gives a vector.
     *
     * @param time milliseconds since 1970
     */
    List<Value> evaluate(String query, long time);

    /** Value of a series with its labels. */
    record Value(Map<String, String> labels, double value) {
        public Value {
            labels = Map.copyOf(labels);
        }
    }
}
