// SPDX-License-Identifier: Apache-2.0
/**
 * gRPC server for Cloud Logging and Cloud Monitoring, and the connection of the other components to both: lines of functions
 * become log entries, requests and backlogs become resource metrics. Read {@link io.truename.local.telemetry.Telemetry} first.
 */
@NullMarked
package io.truename.local.telemetry;

import org.jspecify.annotations.NullMarked;
