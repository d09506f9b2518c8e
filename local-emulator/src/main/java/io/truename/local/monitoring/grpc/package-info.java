// SPDX-License-Identifier: Apache-2.0
/**
 * {@code google.monitoring.v3.MetricService} over gRPC. Read
 * {@link io.truename.local.monitoring.grpc.MetricService} first.
 */
@NullMarked
package io.truename.local.monitoring.grpc;

import org.jspecify.annotations.NullMarked;
