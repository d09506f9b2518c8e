// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.reporting.Value;
import java.util.List;

/**
 * Drafts of notices to users, as plain text with the numbers filled in. Square brackets mark details that only the sender knows.
 */
public record UserNotice(String before, String during, String after) {
    /** Writes it for the recommended strategy. */
    public static UserNotice of(Retrievability impact, StrategyAdvice advice) {
        StrategyAdvice.Option option = advice.option(advice.recommended());
        if (option.effort().documents() == 0) {
            return new UserNotice(
                    "Nothing changes for your existing documents. New ones can be found as soon as they are stored.",
                    "No work is done on existing documents.",
                    "No work was done on existing documents.");
        }
        String lost = count(impact.documents() - impact.retrievable());
        String before = "Subject: we are repairing document look-up on [date]\n\n"
                + "Of " + count(impact.documents()) + " stored documents, " + lost
                + " cannot be found at present. " + count(impact.usersWithNone())
                + " of "
                + count(impact.users()) + " users are affected in all of their documents.\n"
                + "On [date], from [time], we give them the ids they should have had. It takes about "
                + Value.seconds(option.effort().seconds().expected()).forPeople() + ", at most "
                + Value.seconds(option.effort().seconds().high()).forPeople()
                + ". You can go on reading and uploading meanwhile; you need do nothing.\n"
                + "[If your application looks old ids up: links you saved go on working.]"
                + (option.left() > 0
                        ? "\nOlder documents (" + count(option.left()) + ") follow later; we will tell you when."
                        : "");
        String during = "Subject: document look-up is being repaired\n\n"
                + "Documents come back one after the other, the newest first: [done] of "
                + count(option.effort().documents())
                + " so far. Reading is not affected. Saving a change may take a second longer. If anything looks wrong, tell us at [contact]: we can pause at any moment and take all of it back.";
        String after = "Subject: document look-up is repaired\n\n" + count(option.restored())
                + " documents that could not be found can be found again. [If duplicates were merged: where the same file was stored twice for one user, it is now one document.]"
                + (option.left() > 0 ? " " + count(option.left()) + " older documents follow later." : "")
                + "\nIf you miss one, tell us at [contact] with its name and the day you stored it.";
        return new UserNotice(before, during, after);
    }

    /** The three drafts, each headed by when it is sent. */
    public List<String> paragraphs() {
        return List.of("Before\n" + before, "During\n" + during, "After\n" + after);
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
