// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

/**
 * Required field of the mapping for which nothing was found.
 *
 * @param field RFC 6901 pointer into the mapping
 * @param reason why nothing was chosen
 * @param remedy instruction
 */
public record Missing(String field, String reason, String remedy) {}
