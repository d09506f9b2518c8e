// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

/**
 * One request to throw at a function.
 *
 * @param kind what was made hostile, for the summary
 * @param bytes all that is sent
 * @param head whether the method is HEAD, whose answer has no body
 * @param wellFormed whether it is HTTP to the letter, so that an answer is owed and the connection can go on
 * @param frameworkMayAnswer5xx a status above 499 that the framework itself gives for this, before any function; else 0
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record FuzzedRequest(String kind, byte[] bytes, boolean head, boolean wellFormed, int frameworkMayAnswer5xx) {}
