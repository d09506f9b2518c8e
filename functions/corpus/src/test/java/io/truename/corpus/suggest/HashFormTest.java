// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.suggest.HashForm.Encoding;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HashFormTest {
    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.of(16, 20, 32, 48, 64);
    }

    /** Base64 of 48 bytes has 64 characters, as a SHA-256 in hex digits has. */
    @Property
    void hashes_haveTheirForm_inEveryWriting(@ForAll @From("lengths") int bytes, @ForAll long seed) {
        List<byte[]> hashes = hashes(bytes, seed);
        assertForm(hashes.stream().map(HexFormat.of()::formatHex).toList(), Encoding.HEX, bytes);
        assertForm(
                hashes.stream().map(HexFormat.of().withUpperCase()::formatHex).toList(), Encoding.HEX, bytes);
        assertForm(hashes.stream().map(Base64.getEncoder()::encodeToString).toList(), Encoding.BASE64, bytes);
        List<String> forUrls = hashes.stream()
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                .toList();
        assertForm(forUrls, Encoding.BASE64, bytes);
        assertThat(new HashForm(Encoding.BASE64, bytes).digits(forUrls.get(0)))
                .isEqualTo(HexFormat.of().formatHex(hashes.get(0)));
    }

    private static void assertForm(List<String> values, Encoding encoding, int bytes) {
        assertThat(HashForm.of(values, false)).contains(new HashForm(encoding, bytes));
    }

    private static List<byte[]> hashes(int bytes, long seed) {
        Random random = new Random(seed);
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] hash = new byte[bytes];
            random.nextBytes(hash);
            hashes.add(hash);
        }
        return hashes;
    }

    @Property
    void uuids_areNoHashes(@ForAll long high, @ForAll long low) {
        UUID random = new UUID((high & ~0xf000L) | 0x4000L, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
        String digits = random.toString().replace("-", "");
        assertThat(HashForm.of(List.of(random.toString()), false)).isEmpty();
        assertThat(HashForm.of(List.of(digits, digits.toUpperCase(Locale.ROOT)), false))
                .isEmpty();
    }

    @Test
    void otherValues_areNoHashes() {
        String sha256 = "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";
        assertThat(HashForm.of(List.of(), false)).isEmpty();
        assertThat(HashForm.of(List.of(sha256, sha256.substring(1)), false)).isEmpty();
        assertThat(HashForm.of(List.of("0".repeat(64)), false)).isEmpty();
        assertThat(HashForm.of(List.of("sha256:" + sha256), false)).isEmpty();
        assertThat(HashForm.of(List.of("the quick brown fox jumps over it"), false))
                .isEmpty();
        assertThat(HashForm.of(List.of(sha256 + "00"), true)).isEmpty();
        assertThat(HashForm.of(List.of(sha256), true)).contains(new HashForm(Encoding.BYTES, 32));
    }
}
