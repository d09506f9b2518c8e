// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

/**
 * What is wrong with one place of a request.
 *
 * @param pointer an RFC 6901 pointer into the body, as {@code /items/3/fileSha256}; empty for the whole body
 * @param rule what is legal there
 * @param got what stood there instead: its type, length or position, never its value
 */
public record FieldProblem(String pointer, String rule, String got) {
    /** The pointer one step further down; escapes as RFC 6901 wants it. */
    public static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
