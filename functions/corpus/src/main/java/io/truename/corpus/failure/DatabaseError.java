// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

/**
 * An error of the database, as far as it tells what to do.
 *
 * @param sqlState five characters
 * @param endsSession whether the connection is gone with it
 * @param raisedInFunction whether a function or trigger of the database raised it, which chose the code
 */
public record DatabaseError(String sqlState, String message, boolean endsSession, boolean raisedInFunction) {}
