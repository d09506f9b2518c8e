// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Summary of a fuzz test.
 *
 * @param seed gives the same requests again
 * @param statuses number of answers by status; 0 is a connection that ended without an answer
 * @param kinds how many requests of each kind were sent
 * @param frameworkRefusals statuses above 499 that the framework gave itself, before any function, to what is pinned in
 *     tests
 * @param violations the first violations, at most 100
 * @param violationCount number of all violations
 */
public record FuzzSummary(
        long seed,
        int requests,
        SortedMap<Integer, Integer> statuses,
        SortedMap<String, Integer> kinds,
        int frameworkRefusals,
        List<String> violations,
        int violationCount) {
    public FuzzSummary {
        statuses = new TreeMap<>(statuses);
        kinds = new TreeMap<>(kinds);
        violations = List.copyOf(violations);
    }

    FuzzSummary and(List<String> more, int count) {
        List<String> all = new ArrayList<>(violations);
        all.addAll(more);
        return new FuzzSummary(seed, requests, statuses, kinds, frameworkRefusals, all, violationCount + count);
    }

    /** Summary as a few lines of text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(requests).append(" requests of seed ").append(seed).append('\n');
        text.append("  sent:     ").append(kinds).append('\n');
        text.append("  answered: ").append(statuses).append(" (0: closed without an answer)\n");
        text.append("  above 499 by the framework itself, before any function (pinned by tests): ")
                .append(frameworkRefusals)
                .append('\n');
        text.append("  violations: ").append(violationCount).append('\n');
        violations.forEach(violation -> text.append("    ").append(violation).append('\n'));
        return text.toString();
    }
}
