// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/** Text form of a column's ids: all its rows in the same case, so that moving back is exact. */
public enum TextForm {
    LOWER,
    UPPER
}
