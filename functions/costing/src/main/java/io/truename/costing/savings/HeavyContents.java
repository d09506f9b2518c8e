// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Contents with the most bytes of a stream, found in memory of one size: a Misra-Gries summary with weights, pruned in batches [1]. It keeps
 * every content with more than 1/k of all bytes, and tells less than each has; which are the largest is for a second reading to count.
 *
 * <p>[1] Agarwal, Cormode, Huang, Phillips, Wei, Yi: Mergeable Summaries, PODS 2012.
 */
final class HeavyContents {
    private final int kept;
    private final Map<ContentHash, Long> bytes = new HashMap<>();

    /** Keeps at most twice as many contents in memory. */
    HeavyContents(int kept) {
        this.kept = kept;
    }

    void add(ContentHash hash, long size) {
        bytes.merge(hash, size, Math::addExact);
        if (bytes.size() > 2 * kept) {
            prune();
        }
    }

    private void prune() {
        long[] sizes =
                bytes.values().stream().mapToLong(Long::longValue).sorted().toArray();
        long least = sizes[sizes.length - kept - 1];
        bytes.values().removeIf(size -> size <= least);
        bytes.replaceAll((hash, size) -> size - least);
    }

    /** So many with the most bytes that were kept. */
    List<ContentHash> largest(int number) {
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<ContentHash, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(number)
                .map(Map.Entry::getKey)
                .toList();
    }
}
