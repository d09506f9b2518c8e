// SPDX-License-Identifier: Apache-2.0
/**
 * Delivery thread of the Pub/Sub emulator: runs the broker by a real clock. Read
 * {@link io.truename.local.pubsub.live.LiveBroker} first.
 */
@NullMarked
package io.truename.local.pubsub.live;

import org.jspecify.annotations.NullMarked;
