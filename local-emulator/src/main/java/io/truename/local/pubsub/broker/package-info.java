// SPDX-License-Identifier: Apache-2.0
/**
 * Message broker of the Pub/Sub emulator: in memory, without sockets, threads or a clock; each call passes the time in.
 * Read {@link io.truename.local.pubsub.broker.Broker} first, then
 * {@link io.truename.local.pubsub.broker.Subscription}.
 */
@NullMarked
package io.truename.local.pubsub.broker;

import org.jspecify.annotations.NullMarked;
