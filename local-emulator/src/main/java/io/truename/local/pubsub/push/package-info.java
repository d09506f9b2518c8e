// SPDX-License-Identifier: Apache-2.0
/**
 * Push delivery of the Pub/Sub emulator to HTTP endpoints. Read
 * {@link io.truename.local.pubsub.push.PushDispatcher} first.
 */
@NullMarked
package io.truename.local.pubsub.push;

import org.jspecify.annotations.NullMarked;
