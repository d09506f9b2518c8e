// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chart of two shares against each other, drawn by shares.jte: a line, small points, and larger ones with their names. */
final class SharesChart {
    static final int WIDTH = 400;
    static final int HEIGHT = 236;
    static final int LEFT = 60;
    static final int RIGHT = 384;
    static final int TOP = 12;
    static final int BOTTOM = 190;
    static final int SMALL = 5;
    static final int LARGE = 11;
    private static final double LEAST_SCALE = 0.01;
    private static final double PERCENT = 100;

    private final Section.Shares shares;
    private final double most;

    SharesChart(Section.Shares shares) {
        this.shares = shares;
        this.most = Stream.concat(shares.line().stream(), shares.points().stream())
                .mapToDouble(Section.SharePoint::across)
                .reduce(LEAST_SCALE, Math::max);
    }

    /** The same for a reader without pictures. */
    static String inWords(Section.Shares shares) {
        return words(shares, shares.points())
                + (shares.line().isEmpty() ? "" : ". Line: " + words(shares, shares.line())) + ".";
    }

    private static String words(Section.Shares shares, List<Section.SharePoint> points) {
        return points.stream()
                .map(point -> point.name() + ": " + percent(point.across()) + " " + shares.across() + ", "
                        + percent(point.up()) + " " + shares.up())
                .collect(Collectors.joining("; "));
    }

    String most() {
        return percent(most);
    }

    /** Points of the line. */
    String line() {
        return shares.line().stream()
                .map(point -> SvgNumber.of(x(point)) + "," + SvgNumber.of(y(point)))
                .collect(Collectors.joining(" "));
    }

    double x(Section.SharePoint point) {
        return LEFT + point.across() / most * (RIGHT - LEFT);
    }

    double y(Section.SharePoint point) {
        return BOTTOM - point.up() * (BOTTOM - TOP);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }
}
