// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of statements: without values, short, and with the corpus's look-ups by id recognised. */
final class StatementTexts {
    private static final int LONGEST = 500;
    private static final int LONGEST_MATCHED = 4_000;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** The server leaves values in a text that it lost and stored again; a comment can hold anything. */
    private static final Pattern VALUES = Pattern.compile(
            "/\\*.*?\\*/|--[^\\n]*+|\\$([A-Za-z_]*)\\$.*?\\$\\1\\$|'[^']*+'|(?<![\\w$.])\\d[\\d.eE]*+", Pattern.DOTALL);
    /** Where a literal or a comment begins of which the end is not known. */
    private static final Pattern OPEN = Pattern.compile("'|/\\*|\\$[A-Za-z_]*\\$");

    private static final Pattern ESCAPES = Pattern.compile("\\b[eE]'");

    private final List<Pattern> lookups = new ArrayList<>();

    StatementTexts(Optional<CorpusSchema> corpus) {
        corpus.ifPresent(schema -> {
            add(schema.documents().table(), schema.documents().id().name());
            schema.chunks().forEach(chunk -> add(chunk.table(), chunk.id().name()));
        });
    }

    private void add(TableName table, String id) {
        lookups.add(Pattern.compile(
                "^\\s*select\\b.*\\bfrom\\s+(?:only\\s+)?(?:\"?"
                        + Pattern.quote(table.schema().toLowerCase(Locale.ROOT))
                        + "\"?\\.)?\"?" + Pattern.quote(table.name().toLowerCase(Locale.ROOT))
                        + "\"?(?:\\s+(?:as\\s+)?\\w+)?\\s+where\\s+(?:[\"\\w]+\\.)?\"?"
                        + Pattern.quote(id.toLowerCase(Locale.ROOT)) + "\"?\\s*(?:=|in\\b)",
                Pattern.DOTALL));
    }

    boolean isIdLookup(String text) {
        String lower =
                text.substring(0, Math.min(text.length(), LONGEST_MATCHED)).toLowerCase(Locale.ROOT);
        return lookups.stream().anyMatch(lookup -> lookup.matcher(lower).find());
    }

    /** The text on one line, with an ellipsis for each literal and for its end if it is long, and without comments. */
    static String shown(String text) {
        String cut = before(ESCAPES, text.substring(0, Math.min(text.length(), 4 * LONGEST_MATCHED)));
        String bare = before(OPEN, VALUES.matcher(cut).replaceAll(StatementTexts::shownInstead));
        String line = SPACE.matcher(bare).replaceAll(" ").trim();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
    }

    /** A comment says nothing to the planner; PostgreSQL 18 puts one into each list of values that it shortens. */
    private static String shownInstead(MatchResult found) {
        return found.group().startsWith("/*") || found.group().startsWith("--") ? " " : "...";
    }

    /** Whether a text that is shown is one that the server can plan. */
    static boolean isWhole(String shown) {
        return !shown.contains("...");
    }

    private static String before(Pattern end, String text) {
        Matcher found = end.matcher(text);
        return found.find() ? text.substring(0, found.start()) + "..." : text;
    }
}
