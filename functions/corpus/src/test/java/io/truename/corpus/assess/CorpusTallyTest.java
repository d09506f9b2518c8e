// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.CorpusTally.Dimension;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorpusTallyTest {
    @Test
    void add_putAsideAmidAUser_countsTheUserOnce() {
        CorpusTally first = new CorpusTally(CorpusTally.State.EMPTY);
        first.add(document("a", "done", true, 1, 0));
        CorpusTally second = new CorpusTally(first.state());
        second.add(document("a", "done", true, 1, 1));
        second.add(document("b", "done", false, 0, 0));

        CorpusTally.State state = second.state();

        assertThat(state.impact().users()).isEqualTo(2);
        assertThat(state.impact().usersWithNone()).isOne();
        assertThat(state.ended().withSome()).isOne();
        assertThat(state.ended().largest())
                .containsExactly(new Retrievability.User("a", 2, 1), new Retrievability.User("b", 1, 0));
        assertThat(state.total()).isEqualTo(new DocumentCounts(3, 2, 1, 1, 1, 2, 1));
    }

    @Test
    void add_manyStatusesAndUsers_keepsAFewOfEach() {
        CorpusTally tally = new CorpusTally(CorpusTally.State.EMPTY);
        for (int i = 0; i < 10_000; i++) {
            tally.add(document("user" + i, "status" + i, false, 1, 1));
        }

        CorpusTally.State state = tally.state().ended();

        assertThat(state.group(Dimension.STATUS)).hasSize(CorpusTally.MOST_GROUPS + 1);
        assertThat(state.group(Dimension.STATUS).get(CorpusTally.OTHER).documents())
                .isEqualTo(10_000 - CorpusTally.MOST_GROUPS);
        assertThat(state.users()).isEqualTo(10_000);
        assertThat(state.mostLost()).hasSize(Retrievability.MOST_USERS);
    }

    @Test
    void add_inputThatIsNotLegal_isNeitherRetrievableNorToMove() {
        CorpusTally tally = new CorpusTally(CorpusTally.State.EMPTY);
        tally.add(new ScannedDocument(
                "a", "v4", false, Optional.empty(), Optional.empty(), false, Optional.of("fileSha256"), false, 1, 0));

        assertThat(tally.state().total()).isEqualTo(new DocumentCounts(1, 0, 0, 0, 0, 1, 0));
        assertThat(tally.state().refused()).containsEntry("fileSha256", 1L);
    }

    private static ScannedDocument document(
            String user, String status, boolean idTrue, long chunks, long untrueChunks) {
        return new ScannedDocument(
                user,
                "v5",
                true,
                Optional.of("2026-01"),
                Optional.of(status),
                true,
                Optional.empty(),
                idTrue,
                chunks,
                untrueChunks);
    }
}
