// SPDX-License-Identifier: Apache-2.0
/** Calls of {@code report} over HTTP and Pub/Sub. Read {@link io.truename.report.http.ReportRoutes} first. */
@NullMarked
package io.truename.report.http;

import org.jspecify.annotations.NullMarked;
