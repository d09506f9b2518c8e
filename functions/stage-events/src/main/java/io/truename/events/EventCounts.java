// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

/**
 * Numbers of events since the client was made.
 *
 * @param taken events that the function has recorded
 * @param refused events that the function found wrong
 * @param dropped events that were never sent: there was no room for them, or no time left at the end
 * @param waiting events that are still to be sent
 */
public record EventCounts(long taken, long refused, long dropped, long waiting) {}
