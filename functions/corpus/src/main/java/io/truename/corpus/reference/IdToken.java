// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.reference;

import io.truename.identity.UuidText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Token of a text that is written like a UUID: 8-4-4-4-12 hex digits, or 32 of them. Whether a row has this id is for the database to
 * say.
 *
 * @param start index of the first character
 * @param end index after the last character
 * @param placeholder the token's form: {@code {id}} or, without hyphens, {@code {id32}}; with upper-case digits {@code {ID}}, with
 *     digits of both cases {@code {Id}}
 */
public record IdToken(int start, int end, UUID id, String placeholder) {
    /** The token as a reader of text columns recognizes it, as a regular expression of PostgreSQL and of Java. */
    public static final String PATTERN =
            "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}";

    private static final Pattern WITH_HYPHENS = Pattern.compile(PATTERN.replace("-?", "-"));
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{32,39}+(?![0-9a-fA-F])");
    private static final int MOST_DIGITS = 32;

    /**
     * Finds the tokens of a text, by their start. Two may overlap where hex digits touch other letters: only one of them can be an id.
     *
     * @param most number of tokens at which the search ends
     */
    public static List<IdToken> in(String text, int most) {
        List<IdToken> found = new ArrayList<>();
        Matcher hyphens = WITH_HYPHENS.matcher(text);
        while (found.size() < most && hyphens.find()) {
            found.add(of(text, hyphens.start(), hyphens.end(), true));
        }
        Matcher digits = DIGITS.matcher(text);
        while (found.size() < most && digits.find()) {
            if (digits.start() > 0 && isHex(text.charAt(digits.start() - 1))) {
                // The end of a longer run, such as a SHA-256.
                continue;
            }
            found.add(of(text, digits.start(), digits.start() + MOST_DIGITS, false));
            if (digits.end() - digits.start() > MOST_DIGITS) {
                found.add(of(text, digits.end() - MOST_DIGITS, digits.end(), false));
            }
        }
        found.sort(Comparator.comparingInt(IdToken::start));
        return found;
    }

    private static IdToken of(String text, int start, int end, boolean hyphens) {
        String written = text.substring(start, end);
        boolean lower = written.chars().anyMatch(letter -> letter >= 'a');
        boolean upper = written.chars().anyMatch(letter -> letter >= 'A' && letter <= 'F');
        String word = !upper ? "id" : lower ? "Id" : "ID";
        UUID id = hyphens
                ? UuidText.parse(written)
                : new UUID(
                        Long.parseUnsignedLong(written.substring(0, 16), 16),
                        Long.parseUnsignedLong(written.substring(16), 16));
        return new IdToken(start, end, id, "{" + word + (hyphens ? "" : "32") + "}");
    }

    private static boolean isHex(char character) {
        return Character.digit(character, 16) >= 0 && character < 128;
    }
}
