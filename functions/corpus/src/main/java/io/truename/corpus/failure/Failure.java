// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

/**
 * A classified failure.
 *
 * @param code stable, for {@code lastError.code} and the quarantine, such as {@code deadlock}
 * @param sqlState five characters
 * @param sentence what happened, for people; never data
 * @param remedy what to do, for people
 */
public record Failure(FailureKind kind, String code, String sqlState, String sentence, String remedy) {}
