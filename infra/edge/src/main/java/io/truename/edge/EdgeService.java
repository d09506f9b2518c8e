// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Routes;
import io.truename.edge.log.EventLog;
import java.util.function.Function;

/**
 * A function that has been put together: a plain {@link Function}, so that any runtime that can hand over a request as a
 * value can run it.
 *
 * @param name as in the catalog
 * @param eventPath the route that takes what an event trigger delivers, which comes without a path
 */
public record EdgeService(String name, Routes routes, String eventPath, EventLog events)
        implements Function<EdgeRequest, EdgeResponse> {
    @Override
    public EdgeResponse apply(EdgeRequest request) {
        return routes.apply(request);
    }
}
