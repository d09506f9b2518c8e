// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

/**
 * Problem with one field of a request.
 *
 * @param pointer an RFC 6901 pointer into the body, as {@code /items/3/fileSha256}; empty for the whole body
 * @param rule the rule that the value broke
 * @param got the type, length or position of the bad value, never the value
 */
public record FieldProblem(String pointer, String rule, String got) {
    /** Returns the pointer to a field below {@code pointer}, escaped as in RFC 6901. */
    public static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
