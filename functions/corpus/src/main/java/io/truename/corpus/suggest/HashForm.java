// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.UuidText;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Form of values that look like hashes: all of one length and encoding, and spread like random bytes.
 *
 * @param bytes length of a hash
 */
public record HashForm(Encoding encoding, int bytes) {
    /** Encoding of a hash. */
    public enum Encoding {
        HEX,
        BASE64,
        BYTES
    }

    private static final Set<Integer> LENGTHS = Set.of(16, 20, 32, 48, 64);
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");
    private static final int LEAST_CHARACTERS = 6;

    /** Form that all values share; empty if there are no values, or one has another. */
    static Optional<HashForm> of(Collection<String> values, boolean bytea) {
        Set<Optional<HashForm>> forms =
                Set.copyOf(values.stream().map(value -> of(value, bytea)).toList());
        Optional<HashForm> form = forms.size() == 1 ? forms.iterator().next() : Optional.empty();
        return form.filter(found -> !(found.bytes == 16 && found.encoding != Encoding.BASE64 && areUuids(values)));
    }

    private static Optional<HashForm> of(String value, boolean bytea) {
        if (value.chars().distinct().count() < LEAST_CHARACTERS) {
            return Optional.empty();
        }
        int length = value.length();
        if (HEX.matcher(value).matches() && length % 2 == 0 && LENGTHS.contains(length / 2)) {
            return Optional.of(new HashForm(bytea ? Encoding.BYTES : Encoding.HEX, length / 2));
        }
        if (bytea || !BASE64.matcher(value).matches()) {
            return Optional.empty();
        }
        int digits = value.replace("=", "").length();
        boolean padded = digits < length;
        int bytes = digits * 6 / 8;
        boolean whole = (bytes * 8 + 5) / 6 == digits && (!padded || length % 4 == 0);
        return whole && LENGTHS.contains(bytes) ? Optional.of(new HashForm(Encoding.BASE64, bytes)) : Optional.empty();
    }

    /** Whether 32 digits are ids and no MD5: every one has the version of a random or a named UUID, and its variant. */
    private static boolean areUuids(Collection<String> values) {
        return values.stream()
                .allMatch(value -> UuidText.isUuid(value)
                        || (value.length() == 32
                                && "1345678".indexOf(value.charAt(12)) >= 0
                                && "89abAB".indexOf(value.charAt(16)) >= 0));
    }

    /** A value in lower-case hex digits. */
    public String digits(String value) {
        return encoding == Encoding.BASE64
                ? HexFormat.of()
                        .formatHex(Base64.getDecoder()
                                .decode(value.replace('-', '+')
                                        .replace('_', '/')
                                        .replace("=", "")))
                : value.toLowerCase(Locale.ROOT);
    }

    /** Algorithms whose hashes have this length, the most usual first. */
    public List<ContentHashAlgorithm> algorithms() {
        return Arrays.stream(ContentHashAlgorithm.values())
                .filter(algorithm -> algorithm.digits() == 2 * bytes)
                .toList();
    }
}
