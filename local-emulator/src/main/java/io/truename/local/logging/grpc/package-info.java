// SPDX-License-Identifier: Apache-2.0
/** gRPC services of Cloud Logging. Read {@link io.truename.local.logging.grpc.LoggingService} first. */
@NullMarked
package io.truename.local.logging.grpc;

import org.jspecify.annotations.NullMarked;
