// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.stream.Collectors;

/** Chart of pairs of bars, drawn by bars.jte: each number stands as text beside its shape, for nothing is said by colour alone. */
final class BarsChart {
    static final int WIDTH = 400;
    static final int ROW = 44;
    static final int LEFT = 8;
    static final int RIGHT = 278;

    private BarsChart() {}

    static int height(Section.Bars bars) {
        return bars.bars().size() * ROW + 8;
    }

    static String length(Section.Bar bar, long value) {
        return SvgNumber.of((double) value / bar.scale() * (RIGHT - LEFT));
    }

    /** The same for a reader without pictures. */
    static String inWords(Section.Bars bars) {
        return bars.bars().stream()
                        .map(bar -> bar.label() + ": before " + count(bar.before()) + ", after " + count(bar.after())
                                + ", of " + count(bar.most()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
