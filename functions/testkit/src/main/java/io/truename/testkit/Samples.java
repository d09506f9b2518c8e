// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of large sets of cases: each build takes a bounded one, and {@code -Dtruename.samples=all} takes every case. */
public final class Samples {
    private static final boolean ALL =
            System.getProperty("truename.samples", "").equals("all");

    private Samples() {}

    /** Whether the case of that number is in the sample, which has one case in {@code oneIn}. */
    public static boolean take(int number, int oneIn) {
        return ALL || number % oneIn == 0;
    }

    /** The number of cases where they are made one by one. */
    public static int count(int sample, int all) {
        return ALL ? all : sample;
    }

    /** Each of the first with one of the second, which take turns; with all cases, every pair. */
    public static <A, B> List<Map.Entry<A, B>> inTurn(A[] first, B[] second) {
        List<Map.Entry<A, B>> pairs = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < second.length; j++) {
                if (take(i + j, second.length)) {
                    pairs.add(Map.entry(first[i], second[j]));
                }
            }
        }
        return pairs;
    }
}
