// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pattern of paths that hold an id, such as {@code raw/{id}.pdf}: {@code {id}} stands for the id, {@code *} for anything, as short as it can be. Without a
 * pattern the id is the path itself.
 */
final class IdPattern {
    private static final String ID = "{id}";

    private final Optional<Pattern> pattern;

    private IdPattern(Optional<Pattern> pattern) {
        this.pattern = pattern;
    }

    /** The pattern whose id is the whole path. */
    static IdPattern wholePath() {
        return new IdPattern(Optional.empty());
    }

    /**
     * Parses a pattern.
     *
     * @throws SourceException with the rule, if it is not legal
     */
    static IdPattern parse(String text) {
        int at = text.indexOf(ID);
        if (at < 0 || text.indexOf(ID, at + 1) >= 0) {
            throw new SourceException("--id must have {id} once, as in 'raw/{id}.pdf'", null);
        }
        return new IdPattern(Optional.of(Pattern.compile(
                literal(text.substring(0, at)) + "([^/]+)" + literal(text.substring(at + ID.length())),
                Pattern.DOTALL)));
    }

    private static String literal(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("(?<=\\*)|(?=\\*)", -1)) {
            regex.append(part.equals("*") ? ".*?" : Pattern.quote(part));
        }
        return regex.toString();
    }

    /** Id in a path; empty if the path does not match. */
    Optional<String> id(String path) {
        if (pattern.isEmpty()) {
            return Optional.of(path);
        }
        Matcher matcher = pattern.get().matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
