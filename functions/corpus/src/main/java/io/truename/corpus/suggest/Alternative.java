// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

/**
 * Another value that a field of the mapping may have.
 *
 * @param value YAML
 * @param reason sentence
 */
public record Alternative(String value, String reason) {}
