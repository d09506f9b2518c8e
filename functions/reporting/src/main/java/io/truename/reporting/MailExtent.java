// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.List;

/**
 * The extent of a mail: how much of a report is in it.
 *
 * @param sections number of the first sections
 * @param rows most rows, figures, paragraphs or bars of a section
 * @param formulas whether formulas are in it
 */
record MailExtent(int sections, int rows, boolean formulas) {
    <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(rows, all.size()));
    }
}
