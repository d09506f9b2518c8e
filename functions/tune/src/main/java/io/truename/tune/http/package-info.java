// SPDX-License-Identifier: Apache-2.0
/** HTTP of {@code tune}: reads requests, writes answers. {@link io.truename.tune.http.TuneRoutes} has the routes. */
@NullMarked
package io.truename.tune.http;

import org.jspecify.annotations.NullMarked;
