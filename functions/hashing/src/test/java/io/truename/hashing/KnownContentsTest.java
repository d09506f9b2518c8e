// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownContentsTest {
    private static HashLine line(String id, long bytes, String version) {
        return new HashLine(id, "a".repeat(64), bytes, version);
    }

    @Test
    void content_isKnownWhileItsSizeAndVersionStay() {
        KnownContents known = new KnownContents();
        known.add(line("a", 7, "1"));
        assertThat(known.has("a", 7, "1")).isTrue();
        assertThat(known.has("a", 8, "1")).isFalse();
        assertThat(known.has("a", 7, "2")).isFalse();
        assertThat(known.has("b", 7, "1")).isFalse();
    }

    /** A file that is put back as it was has a hash that the list's last line of it has not. */
    @Test
    void lastLineCounts() {
        KnownContents known = new KnownContents();
        known.add(line("a", 7, "1"));
        known.add(line("a", 7, "2"));
        assertThat(known.has("a", 7, "1")).isFalse();
        assertThat(known.has("a", 7, "2")).isTrue();
        assertThat(known.size()).isEqualTo(1);
    }

    @Test
    void manyIds_areAllKnown() {
        KnownContents known = new KnownContents();
        for (int i = 0; i < 100_000; i++) {
            known.add(line("k" + i, i, "v"));
        }
        assertThat(known.size()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(known.has("k" + i, i, "v")).isTrue();
        }
        assertThat(known.has("k100000", 100_000, "v")).isFalse();
    }
}
