// SPDX-License-Identifier: Apache-2.0
/** Pub/Sub emulator of the local cloud. Read {@link io.truename.local.pubsub.LocalPubSub} first. */
@NullMarked
package io.truename.local.pubsub;

import org.jspecify.annotations.NullMarked;
