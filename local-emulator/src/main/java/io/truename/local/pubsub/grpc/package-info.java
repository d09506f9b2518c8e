// SPDX-License-Identifier: Apache-2.0
/**
 * gRPC server of the Pub/Sub emulator, for unmodified client libraries. Read
 * {@link io.truename.local.pubsub.grpc.PubSubServer} first.
 */
@NullMarked
package io.truename.local.pubsub.grpc;

import org.jspecify.annotations.NullMarked;
