// SPDX-License-Identifier: Apache-2.0
/** Steps of a run over Pub/Sub. Read {@link io.truename.pubsub.PubSubStepQueue} first. */
@NullMarked
package io.truename.pubsub;

import org.jspecify.annotations.NullMarked;
