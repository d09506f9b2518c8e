// SPDX-License-Identifier: Apache-2.0
/**
 * Pub/Sub as a component of the local cloud, with its commands below {@code /api/pubsub}. The Pub/Sub packages themselves
 * depend on neither. Read {@link io.truename.local.messaging.PubSubComponent} first.
 */
@NullMarked
package io.truename.local.messaging;

import org.jspecify.annotations.NullMarked;
