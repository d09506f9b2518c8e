// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

/**
 * Refusal of one field, with its rule. Safe to log and to send back: it never repeats the contents of a user id or a hash.
 *
 * @param field the field's JSON name, as {@code fileSha256}
 * @param rule the legal values, such as "must be 64 hex digits"
 * @param got description of the input by length, position or kind of character, such as "63 characters"
 */
public record Refusal(String field, String rule, String got) {
    @Override
    public String toString() {
        return field + " " + rule + "; got " + got;
    }
}
