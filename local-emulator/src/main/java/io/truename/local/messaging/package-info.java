// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the local Pub/Sub a part of the local cloud, with its commands below {@code /api/pubsub}; Pub/Sub itself knows nothing of
 * either. Read {@link io.truename.local.messaging.PubSubPart} first.
 */
@NullMarked
package io.truename.local.messaging;

import org.jspecify.annotations.NullMarked;
