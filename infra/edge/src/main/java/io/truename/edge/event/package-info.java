// SPDX-License-Identifier: Apache-2.0
/**
 * Pub/Sub messages from push subscriptions and event triggers, and dead letters. Read {@link
 * io.truename.edge.event.PushMessage} first.
 */
@NullMarked
package io.truename.edge.event;

import org.jspecify.annotations.NullMarked;
