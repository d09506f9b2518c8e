// SPDX-License-Identifier: Apache-2.0
/** Calls of {@code probe} over HTTP and Pub/Sub. Read {@link io.truename.probe.http.ProbeRoutes} first. */
@NullMarked
package io.truename.probe.http;

import org.jspecify.annotations.NullMarked;
