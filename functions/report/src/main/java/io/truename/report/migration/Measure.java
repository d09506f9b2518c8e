// SPDX-License-Identifier: Apache-2.0
package io.truename.report.migration;

import io.truename.reporting.Value;
import io.truename.reviewing.comparison.HourComparison.Good;
import java.util.function.DoubleFunction;

/**
 * Measure of an hour, by a query whose range is an hour.
 *
 * @param query PromQL; its one series is the measure
 * @param shown value in its unit
 */
record Measure(String name, String query, Good good, DoubleFunction<Value> shown) {
    private static final String REQUESTS =
            "run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\"%s}";
    private static final String LATENCIES =
            "run_googleapis_com:request_latencies_bucket{monitored_resource=\"cloud_run_revision\",service_name=\"%s\"}";

    static Measure requests() {
        return new Measure(
                "Requests in an hour",
                "sum(increase(" + REQUESTS.formatted("") + "[1h]))",
                Good.NEITHER,
                amount -> Value.count(Math.round(amount)));
    }

    /** Share of requests with a status of 500 and above; 0 while there were only others. */
    static Measure errors() {
        String all = "sum(increase(" + REQUESTS.formatted("") + "[1h]))";
        return new Measure(
                "Requests that failed",
                "(sum(increase(" + REQUESTS.formatted(",response_code_class=\"5xx\"") + "[1h])) or 0 * " + all + ") / "
                        + all,
                Good.LOW,
                Value::share);
    }

    static Measure latency(String function) {
        return new Measure(
                "Latency of " + function + ", p95",
                "histogram_quantile(0.95, sum by (le) (increase(" + LATENCIES.formatted(function) + "[1h])))",
                Good.LOW,
                Value::milliseconds);
    }

    static Measure lookUps() {
        return new Measure(
                "Look-up of a row by its id, p95",
                "histogram_quantile(0.95, sum by (le) (increase(custom_googleapis_com:truename_database_id_lookup_seconds_bucket[1h])))",
                Good.LOW,
                seconds -> Value.milliseconds(seconds * 1000));
    }

    static Measure retrievals() {
        return new Measure(
                "Retrievals that found their document",
                "avg(avg_over_time(custom_googleapis_com:truename_probe_retrieval_success[1h]))",
                Good.HIGH,
                Value::ratio);
    }
}
