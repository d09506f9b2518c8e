// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/** Type in which a column holds ids. */
public enum IdType {
    UUID,
    /** text, varchar or char. */
    TEXT,
    UUID_ARRAY,
    TEXT_ARRAY,
    /** At a path of a jsonb value, as a string. */
    JSONB,
    /** Anywhere in a text or JSON value, also several. */
    WITHIN
}
