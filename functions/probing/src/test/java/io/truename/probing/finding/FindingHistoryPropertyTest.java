// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.FindingRules.Change;
import io.truename.probing.finding.HistoryEntry.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever happens in whatever order, the history tells the state. */
class FindingHistoryPropertyTest {
    private static final Cause CAUSE = new Cause(FindingKind.ID_RANDOM, "a.documents", "id", "v4");

    enum Step {
        SEEN,
        SEEN_IN_PART,
        NOT_SEEN,
        ACKNOWLEDGED,
        TIME_PASSES
    }

    @Property(tries = 500)
    void history_tellsTheState(@ForAll @Size(min = 1, max = 40) List<Step> steps) {
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        Change change = FindingRules.seen(Optional.empty(), observed(1), now);
        List<HistoryEntry> history = new ArrayList<>(change.history());
        Finding finding = change.finding();
        for (Step step : steps) {
            now = now.plusSeconds(60);
            change = apply(step, finding, now);
            finding = change.finding();
            history.addAll(change.history());

            assertThat(finding.state()).isEqualTo(stateOf(history));
            assertThat(finding.count() == 0).isEqualTo(finding.state() == FindingState.RESOLVED);
            assertThat(finding.firstSeen()).isEqualTo(history.get(0).at());
        }
        assertThat(history).filteredOn(entry -> entry.event() == Event.SEEN).hasSize(1);
        assertThat(history.stream().map(HistoryEntry::at).toList()).isSorted();
        // A finding that stays as it is adds nothing to its history.
        assertThat(history.size()).isLessThanOrEqualTo(1 + 2 * steps.size());
    }

    private static Change apply(Step step, Finding finding, Instant now) {
        return switch (step) {
            case SEEN -> FindingRules.seen(Optional.of(finding), observed(2), now);
            case SEEN_IN_PART -> FindingRules.seenInPart(Optional.of(finding), observed(1), now);
            case NOT_SEEN -> FindingRules.notSeen(finding, now, now);
            case ACKNOWLEDGED ->
                FindingRules.acknowledge(finding, new Acknowledgement("known", now.plusSeconds(150)), now)
                        .orElse(new Change(finding, List.of()));
            case TIME_PASSES -> FindingRules.expire(finding, now.plusSeconds(30));
        };
    }

    private static FindingState stateOf(List<HistoryEntry> history) {
        return switch (history.get(history.size() - 1).event()) {
            case SEEN, REOPENED, EXPIRED -> FindingState.OPEN;
            case ACKNOWLEDGED -> FindingState.ACKNOWLEDGED;
            case RESOLVED -> FindingState.RESOLVED;
        };
    }

    private static Observation observed(long count) {
        return new Observation(CAUSE, count, List.of("id"));
    }
}
