// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

/**
 * Remark for the author of a mapping.
 *
 * @param subject name of a table or a column; never data
 * @param reason sentences: the fact, and the way out
 */
public record Notice(String subject, String reason) {}
