// SPDX-License-Identifier: Apache-2.0
/**
 * Messages of Pub/Sub, however they are delivered. Read {@link io.truename.edge.event.PushMessage} first.
 */
@NullMarked
package io.truename.edge.event;

import org.jspecify.annotations.NullMarked;
