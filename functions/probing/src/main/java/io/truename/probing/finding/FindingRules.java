// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import io.truename.probing.finding.HistoryEntry.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of a finding. A cause is seen by a pass that covered all of its scope, or only a part; or such a pass did not see
 * it. Each method returns the finding after that and the entries of its history, mostly none.
 *
 * <ul>
 *   <li>Seen: a new finding is OPEN. One that was RESOLVED is reopened and keeps its first time, whoever had acknowledged it.
 *   <li>Not seen by a pass that covered its scope and began after it was last seen: RESOLVED.
 *   <li>Acknowledged: stays so while it is seen, until the acknowledgement expires. Then it is OPEN.
 * </ul>
 */
public final class FindingRules {
    private FindingRules() {}

    /** A finding after a change, and the entries that its history gains. */
    public record Change(Finding finding, List<HistoryEntry> history) {
        public Change {
            history = List.copyOf(history);
        }

        private static Change none(Finding finding) {
            return new Change(finding, List.of());
        }
    }

    /** A pass that covered all of the cause's scope saw it: the count is the pass's. */
    public static Change seen(Optional<Finding> before, Observation observation, Instant at) {
        return seen(before, observation, observation.count(), at);
    }

    /** A pass that covered a part of the cause's scope saw it: the count never falls. */
    public static Change seenInPart(Optional<Finding> before, Observation observation, Instant at) {
        long known = before.map(Finding::count).orElse(0L);
        return seen(before, observation, Math.max(known, observation.count()), at);
    }

    /**
     * A pass that covered all of the cause's scope did not see it.
     *
     * @param began when the pass began: if another saw the cause since, nothing changes
     * @param at when the pass ended
     */
    public static Change notSeen(Finding before, Instant began, Instant at) {
        if (before.state() == FindingState.RESOLVED || before.lastSeen().isAfter(began)) {
            return expire(before, at);
        }
        Finding resolved = new Finding(
                before.cause(),
                FindingState.RESOLVED,
                0,
                before.firstSeen(),
                before.lastSeen(),
                before.samples(),
                Optional.empty());
        return new Change(resolved, List.of(new HistoryEntry(at, Event.RESOLVED, 0, "")));
    }

    /** Someone acknowledged it; empty if it is resolved, so that there is nothing to acknowledge. */
    public static Optional<Change> acknowledge(Finding before, Acknowledgement acknowledgement, Instant at) {
        if (before.state() == FindingState.RESOLVED) {
            return Optional.empty();
        }
        Finding after = withState(before, FindingState.ACKNOWLEDGED, Optional.of(acknowledgement));
        return Optional.of(new Change(
                after, List.of(new HistoryEntry(at, Event.ACKNOWLEDGED, before.count(), acknowledgement.reason()))));
    }

    /** Time has passed: an acknowledgement may have expired. */
    public static Change expire(Finding before, Instant now) {
        Optional<Instant> until = before.acknowledgement().map(Acknowledgement::until);
        if (until.isEmpty() || until.get().isAfter(now)) {
            return Change.none(before);
        }
        return new Change(
                withState(before, FindingState.OPEN, Optional.empty()),
                List.of(new HistoryEntry(until.get(), Event.EXPIRED, before.count(), "")));
    }

    private static Change seen(Optional<Finding> before, Observation observation, long count, Instant at) {
        if (before.isEmpty()) {
            Finding found = new Finding(
                    observation.cause(), FindingState.OPEN, count, at, at, observation.samples(), Optional.empty());
            return new Change(found, List.of(new HistoryEntry(at, Event.SEEN, count, "")));
        }
        Change expired = expire(before.get(), at);
        Finding known = expired.finding();
        boolean resolved = known.state() == FindingState.RESOLVED;
        List<HistoryEntry> history = new ArrayList<>(expired.history());
        if (resolved) {
            history.add(new HistoryEntry(at, Event.REOPENED, count, ""));
        }
        Finding after = new Finding(
                known.cause(),
                resolved ? FindingState.OPEN : known.state(),
                count,
                known.firstSeen(),
                at.isAfter(known.lastSeen()) ? at : known.lastSeen(),
                observation.samples(),
                known.acknowledgement());
        return new Change(after, history);
    }

    private static Finding withState(Finding finding, FindingState state, Optional<Acknowledgement> acknowledgement) {
        return new Finding(
                finding.cause(),
                state,
                finding.count(),
                finding.firstSeen(),
                finding.lastSeen(),
                finding.samples(),
                acknowledgement);
    }
}
