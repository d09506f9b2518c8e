// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

/**
 * Error of the database: the fields that decide its classification.
 *
 * @param sqlState five characters
 * @param endsSession whether the connection is gone with it
 * @param raisedInFunction whether a function or trigger of the database raised it, which chose the code
 */
public record DatabaseError(String sqlState, String message, boolean endsSession, boolean raisedInFunction) {}
