// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

/**
 * Problem with one field of a mapping.
 *
 * @param pointer an RFC 6901 pointer, such as {@code /chunks/0/table}; empty for the whole text
 * @param rule the legal values
 * @param got kind, length or position of the value found; never the value
 */
public record FieldIssue(String pointer, String rule, String got) {
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "mapping" : pointer) + ": " + rule + "; got " + got;
    }
}
