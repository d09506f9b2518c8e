// SPDX-License-Identifier: Apache-2.0
/**
 * What Pub/Sub promises, without a socket, a thread or a clock of its own: time comes in with each call. Read
 * {@link io.truename.local.pubsub.broker.Broker} first, then {@link io.truename.local.pubsub.broker.Subscription}.
 */
@NullMarked
package io.truename.local.pubsub.broker;

import org.jspecify.annotations.NullMarked;
