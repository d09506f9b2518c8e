// SPDX-License-Identifier: Apache-2.0
/** Publisher for Pub/Sub: a port, and its adapter on Google's client. Read {@link io.truename.pubsub.Publisher} first. */
@NullMarked
package io.truename.pubsub;

import org.jspecify.annotations.NullMarked;
