// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Agreement of two consecutive stages over the documents that came out of the first.
 *
 * @param agree documents for which both used the same id
 * @param differ documents for which they used different ids
 * @param missing documents that did not come out of the second in its usual time; of the stage retrieved, documents that a user
 *     asked for and did not get
 * @param waiting documents that have not come out of the second, and are not late yet
 * @param differing ids of some of them, at most ten
 * @param stuck ids of some that are missing, at most ten
 */
public record StagePair(
        Stage from,
        Stage to,
        long agree,
        long differ,
        long missing,
        long waiting,
        List<String> differing,
        List<String> stuck) {
    public StagePair {
        differing = List.copyOf(differing);
        stuck = List.copyOf(stuck);
    }

    /** Share of the documents that should have come out of the second by now and did under the same id; empty if there are none. */
    public OptionalDouble agreement() {
        long all = agree + differ + missing;
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) agree / all);
    }

    /** Name in causes and metrics, such as {@code uploaded-parsed}. */
    public String name() {
        return from.word() + "-" + to.word();
    }
}
