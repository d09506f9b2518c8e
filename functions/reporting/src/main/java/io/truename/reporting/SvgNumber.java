// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.Locale;

/** Coordinates and lengths in SVG, with one decimal. */
final class SvgNumber {
    private SvgNumber() {}

    static String of(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
