// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.FindingRules.Change;
import io.truename.probing.finding.HistoryEntry.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Cause CAUSE = new Cause(FindingKind.ID_RANDOM, "a.documents", "id", "v4");

    @Test
    void seen_first() {
        Change change = FindingRules.seen(Optional.empty(), observed(3), NOON);
        assertThat(change.finding())
                .isEqualTo(new Finding(CAUSE, FindingState.OPEN, 3, NOON, NOON, List.of("id3"), Optional.empty()));
        assertThat(change.history()).containsExactly(new HistoryEntry(NOON, Event.SEEN, 3, ""));
    }

    @Test
    void seen_again() {
        Change again = FindingRules.seen(Optional.of(open(3)), observed(2), at(60));
        assertThat(again.finding().count()).isEqualTo(2);
        assertThat(again.finding().firstSeen()).isEqualTo(NOON);
        assertThat(again.finding().lastSeen()).isEqualTo(at(60));
        assertThat(again.finding().samples()).containsExactly("id2");
        assertThat(again.history()).isEmpty();
    }

    @Test
    void seenInPart_neverFewer() {
        assertThat(FindingRules.seenInPart(Optional.of(open(3)), observed(2), at(60))
                        .finding()
                        .count())
                .isEqualTo(3);
        assertThat(FindingRules.seenInPart(Optional.of(open(3)), observed(5), at(60))
                        .finding()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void seen_byAPassThatEndsLate() {
        Finding later =
                FindingRules.seen(Optional.of(open(3)), observed(2), at(60)).finding();
        assertThat(FindingRules.seen(Optional.of(later), observed(2), at(30))
                        .finding()
                        .lastSeen())
                .isEqualTo(at(60));
    }

    @Test
    void notSeen_resolves() {
        Change change = FindingRules.notSeen(open(3), at(10), at(20));
        assertThat(change.finding().state()).isEqualTo(FindingState.RESOLVED);
        assertThat(change.finding().count()).isZero();
        assertThat(change.finding().lastSeen()).isEqualTo(NOON);
        assertThat(change.history()).containsExactly(new HistoryEntry(at(20), Event.RESOLVED, 0, ""));
        assertThat(FindingRules.notSeen(change.finding(), at(30), at(40)).history())
                .isEmpty();
    }

    @Test
    void notSeen_byAPassThatBeganBeforeItWasSeen() {
        assertThat(FindingRules.notSeen(open(3), NOON.minusSeconds(60), at(20)).finding())
                .isEqualTo(open(3));
    }

    @Test
    void seen_afterResolved() {
        Finding resolved = FindingRules.notSeen(open(3), at(10), at(20)).finding();
        Change change = FindingRules.seen(Optional.of(resolved), observed(1), at(30));
        assertThat(change.finding().state()).isEqualTo(FindingState.OPEN);
        assertThat(change.finding().firstSeen()).isEqualTo(NOON);
        assertThat(change.history()).containsExactly(new HistoryEntry(at(30), Event.REOPENED, 1, ""));
    }

    @Test
    void acknowledged_staysUntilItExpires() {
        Acknowledgement word = new Acknowledgement("known to the team", at(100));
        Change acknowledged = FindingRules.acknowledge(open(3), word, at(10)).orElseThrow();
        assertThat(acknowledged.history())
                .containsExactly(new HistoryEntry(at(10), Event.ACKNOWLEDGED, 3, "known to the team"));
        Finding known = acknowledged.finding();
        assertThat(FindingRules.seen(Optional.of(known), observed(4), at(50))
                        .finding()
                        .state())
                .isEqualTo(FindingState.ACKNOWLEDGED);
        assertThat(FindingRules.expire(known, at(99)).finding()).isEqualTo(known);

        Change expired = FindingRules.expire(known, at(100));
        assertThat(expired.finding()).isEqualTo(open(3));
        assertThat(expired.history()).containsExactly(new HistoryEntry(at(100), Event.EXPIRED, 3, ""));

        Change seen = FindingRules.seen(Optional.of(known), observed(4), at(200));
        assertThat(seen.finding().state()).isEqualTo(FindingState.OPEN);
        assertThat(seen.history()).extracting(HistoryEntry::event).containsExactly(Event.EXPIRED);
    }

    @Test
    void acknowledged_resolvedThenBack() {
        Acknowledgement word = new Acknowledgement("known", at(1_000));
        Finding known =
                FindingRules.acknowledge(open(3), word, at(10)).orElseThrow().finding();
        Finding resolved = FindingRules.notSeen(known, at(20), at(30)).finding();
        assertThat(resolved.acknowledgement()).isEmpty();
        assertThat(FindingRules.acknowledge(resolved, word, at(40))).isEmpty();
        // It was gone: an old word about it does not hide that it is back.
        assertThat(FindingRules.seen(Optional.of(resolved), observed(1), at(50))
                        .finding()
                        .state())
                .isEqualTo(FindingState.OPEN);
    }

    @Test
    void acknowledgement_checked() {
        assertThat(Acknowledgement.check("known", at(60), NOON)).isEmpty();
        assertThat(Acknowledgement.check(null, null, NOON)).hasSize(2);
        assertThat(Acknowledgement.check("a\nb", NOON, NOON)).hasSize(2);
        assertThat(Acknowledgement.check(" ", NOON.plus(Duration.ofDays(91)), NOON))
                .hasSize(2);
    }

    private static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static Observation observed(long count) {
        return new Observation(CAUSE, count, List.of("id" + count));
    }

    private static Finding open(long count) {
        return FindingRules.seen(Optional.empty(), observed(count), NOON).finding();
    }
}
