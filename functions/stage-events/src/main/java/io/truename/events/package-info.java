// SPDX-License-Identifier: Apache-2.0
/**
 * Client by which a pipeline reports to Truename each step of a document. It needs nothing but the JDK. Read {@link
 * io.truename.events.StageEvents} first.
 */
@NullMarked
package io.truename.events;

import org.jspecify.annotations.NullMarked;
