// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name of one or two parts as it is written in SQL: unquoted parts are folded to lower case, quoted ones are taken as they
 * are.
 *
 * @param parts one (a column, or a table on the search path) or two (schema and table); already folded and unquoted, each of
 *     at most 63 bytes, as in PostgreSQL
 */
public record QualifiedName(List<String> parts) {
    private static final int MOST_BYTES = 63;
    /** Two names of quotes, each doubled, in quotes, with a dot between. */
    private static final int MOST_WRITTEN = 2 * (2 * MOST_BYTES + 2) + 1;

    /** Letters outside ASCII are letters in SQL, too. */
    private static final Pattern PART = Pattern.compile(
            "\\G(?:([A-Za-z_\\x{80}-\\x{10FFFF}][A-Za-z0-9_$\\x{80}-\\x{10FFFF}]*+)|\"((?:[^\"]|\"\")++)\")");

    public QualifiedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > 2 || !parts.stream().allMatch(QualifiedName::isName)) {
            throw new IllegalArgumentException("must be one or two names of 1 to 63 bytes without zero characters");
        }
    }

    /** Reads a name of at most {@code mostParts} parts with a dot between them. Empty if the text is none. */
    public static Optional<QualifiedName> parse(String text, int mostParts) {
        if (text.length() > MOST_WRITTEN) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        int at = 0;
        while (parts.size() < mostParts && at < text.length() && matcher.find(at)) {
            String plain = matcher.group(1);
            String quoted = matcher.group(2);
            parts.add(plain != null ? folded(plain) : quoted.replace("\"\"", "\""));
            at = matcher.end();
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
            } else {
                boolean whole = at == text.length() && parts.stream().allMatch(QualifiedName::isName);
                return whole ? Optional.of(new QualifiedName(parts)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** As it may be written in a mapping, every part quoted. */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    private static boolean isName(String part) {
        return !part.isEmpty()
                && part.length() <= MOST_BYTES
                && Characters.storable(part)
                && part.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    /** PostgreSQL folds the letters of ASCII only, where a character may have several bytes. */
    private static String folded(String plain) {
        StringBuilder folded = new StringBuilder(plain);
        for (int i = 0; i < folded.length(); i++) {
            char letter = folded.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                folded.setCharAt(i, (char) (letter + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
