// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.monitoring.MetricReadException;
import java.util.function.Supplier;

/** Calls that read metrics: 503, with the remedy, while those cannot be read. */
final class Measured {
    private Measured() {}

    static EdgeResponse answer(Supplier<EdgeResponse> call) {
        try {
            return call.get();
        } catch (MetricReadException unread) {
            return Problem.of(503, "Metrics cannot be read now", String.valueOf(unread.getMessage()))
                    .response();
        }
    }
}
