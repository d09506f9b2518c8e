// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Revision of a function: the result of one deployment.
 *
 * @param name as Cloud Run calls it, such as {@code generate-00002-kmx}. The letters tell revisions of the same number apart, which each
 *     start of the local cloud counts anew while the metrics of earlier ones are kept
 */
public record Revision(String function, String name) {
    private static final int LETTERS = 3;

    /** The revision that the deployment of that number makes. */
    static Revision of(String function, int number, Random random) {
        String letters = random.ints(LETTERS, 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        return new Revision(function, String.format(Locale.ROOT, "%s-%05d-%s", function, number, letters));
    }
}
