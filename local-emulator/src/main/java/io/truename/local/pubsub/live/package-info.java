// SPDX-License-Identifier: Apache-2.0
/** The broker in running time. Read {@link io.truename.local.pubsub.live.LiveBroker} first. */
@NullMarked
package io.truename.local.pubsub.live;

import org.jspecify.annotations.NullMarked;
