// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/**
 * A column.
 *
 * @param type as {@code format_type} writes it, such as {@code character varying(64)}; of a domain its base type
 * @param generated whether its value is computed from other columns
 */
public record Column(String name, String type, boolean nullable, boolean generated) {}
