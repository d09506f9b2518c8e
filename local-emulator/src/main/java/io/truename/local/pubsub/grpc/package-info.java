// SPDX-License-Identifier: Apache-2.0
/** Pub/Sub as client libraries speak it. Read {@link io.truename.local.pubsub.grpc.PubSubServer} first. */
@NullMarked
package io.truename.local.pubsub.grpc;

import org.jspecify.annotations.NullMarked;
