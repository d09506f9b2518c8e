// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

/**
 * Refusal of one field, with its rule. Safe to log and to send back: it never repeats what a user id or a hash contains.
 *
 * @param field the field's JSON name, as {@code fileSha256}
 * @param rule what is legal, as "must be 64 hex digits"
 * @param got what came instead, by length, position or kind of character, as "63 characters"
 */
public record Refusal(String field, String rule, String got) {
    @Override
    public String toString() {
        return field + " " + rule + "; got " + got;
    }
}
