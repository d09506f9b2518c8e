// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.RunTotals;
import io.truename.local.story.StoryResult.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formatter of the first chapter's results for the user. */
final class StoryFacts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private StoryFacts() {}

    static StoryResult result(SourceCounts source, RunTotals totals, long idsPerSecond) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Files", number(totals.uploads())));
        facts.add(new Fact("Size", bytes(source.bytes())));
        facts.add(new Fact("Documents", number(totals.documents())));
        facts.add(new Fact("Already stored", number(totals.storedBefore())));
        facts.add(new Fact("Duplicates", number(totals.duplicates())));
        facts.add(new Fact("Not stored twice", bytes(totals.duplicateBytes())));
        facts.add(new Fact("Chunks", number(totals.chunks())));
        facts.add(new Fact("Ids per second", number(idsPerSecond)));
        facts.add(new Fact("Events arrived", number(totals.documents())));
        met(facts, "Empty files", source.empty());
        met(facts, "Links not followed", source.links());
        met(facts, "Special files not opened", source.special());
        met(facts, "Unreadable", source.unreadable());
        met(facts, "Changed while being read", source.changed());
        met(facts, "Odd names", source.oddNames());
        met(facts, "Folders left out", source.skippedFolders());
        facts.add(new Fact("All ids agree", "yes"));
        return new StoryResult(summary(totals), facts);
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    private static String summary(RunTotals totals) {
        return totals.uploads() == 0
                ? "There was no file to name, so all ids agree."
                : String.format(
                        Locale.ROOT,
                        "All ids agree: %,d files are %,d documents in %,d chunks, and %,d duplicates were found.",
                        totals.uploads(),
                        totals.documents(),
                        totals.chunks(),
                        totals.duplicates());
    }

    private static void met(List<Fact> facts, String name, long count) {
        if (count > 0) {
            facts.add(new Fact(name, number(count)));
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
