// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.storage.StorageException;
import java.time.Duration;
import java.util.function.Supplier;

/** Guard of calls that need the bucket: answers 503, with the remedy, if it cannot be reached or does not exist. */
final class BucketGuard {
    private BucketGuard() {}

    static EdgeHandler on(EdgeHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (StorageException failed) {
                return unavailable(failed);
            }
        };
    }

    /** The outcome of a message, which is delivered again after {@code retry} while the bucket is missing. */
    static Outcome onMessage(Supplier<Outcome> call, Duration retry) {
        try {
            return call.get();
        } catch (StorageException failed) {
            return Outcome.again(retry, unavailable(failed));
        }
    }

    private static EdgeResponse unavailable(StorageException failed) {
        return Problem.of(503, "This cannot be done now", String.valueOf(failed.getMessage()))
                .response();
    }
}
