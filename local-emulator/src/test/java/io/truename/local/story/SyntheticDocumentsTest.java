// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.truename.local.corpus.Upload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SyntheticDocumentsTest {
    @Test
    void open_twice_givesTheSameContent() throws Exception {
        SyntheticDocuments source = new SyntheticDocuments(200, 10, 7);
        assertThat(contents(source)).isEqualTo(contents(source)).hasSize(200);
        assertThat(contents(new SyntheticDocuments(200, 10, 8))).isNotEqualTo(contents(source));
    }

    @Test
    void documents_repeatAboutThreeInAHundred() throws Exception {
        List<String> contents = contents(new SyntheticDocuments(20_000, 1, 1));
        Set<String> different = new HashSet<>(contents);
        assertThat(contents.size() - different.size()).isBetween(400, 800);
    }

    @Test
    void documents_haveTheirChunksAndPlausibleSizes() throws Exception {
        try (DocumentStream stream = new SyntheticDocuments(500, 10, 3).open()) {
            for (Optional<Upload> next = stream.next(); next.isPresent(); next = stream.next()) {
                Upload upload = next.get();
                assertThat(upload.slices().count()).isEqualTo(10);
                assertThat(upload.bytes()).isBetween(10L, 1_000_000L);
                assertThat(upload.slices().from(9) + upload.slices().length(9)).isEqualTo(upload.bytes());
                assertThat(upload.slices().length(9)).isPositive();
            }
            assertThat(stream.counts().documents()).isEqualTo(500);
        }
    }

    @Test
    void documents_none() throws Exception {
        assertThat(contents(new SyntheticDocuments(0, 10, 1))).isEmpty();
    }

    @Test
    void create_outOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SyntheticDocuments(-1, 10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SyntheticDocuments(1, 0, 1));
    }

    private static List<String> contents(DocumentSource source) throws Exception {
        List<String> contents = new ArrayList<>();
        try (DocumentStream stream = source.open()) {
            for (Optional<Upload> next = stream.next(); next.isPresent(); next = stream.next()) {
                contents.add(next.get().userId() + " " + next.get().sha256() + " "
                        + next.get().slices().sha256(0));
            }
        }
        return contents;
    }
}
