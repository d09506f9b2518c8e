// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Routes;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import java.util.function.Function;

/**
 * Assembled function: a plain {@link Function} of requests, so that any runtime can run it.
 *
 * @param name as in the catalog
 * @param answered the event of an answered request, with the fields of the function's answers
 * @param eventPath the route of events, which have no path of their own
 */
public record EdgeService(String name, Routes routes, LogEvent answered, String eventPath, EventLog events)
        implements Function<EdgeRequest, EdgeResponse> {
    @Override
    public EdgeResponse apply(EdgeRequest request) {
        return routes.apply(request);
    }
}
