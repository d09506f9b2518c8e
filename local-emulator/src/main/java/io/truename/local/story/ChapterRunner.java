// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.r2dbc.spi.R2dbcException;
import io.truename.local.corpus.IdConflictException;
import io.truename.local.database.DatabaseAddress;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** Runner of story chapters: turns every failure of a chapter into an outcome with one sentence. */
public final class ChapterRunner {
    private static final System.Logger LOG = System.getLogger(ChapterRunner.class.getName());

    private ChapterRunner() {}

    /** Chapter of the story. */
    @FunctionalInterface
    public interface Chapter {
        /** Runs the chapter. Returns if every check passed; throws otherwise. */
        StoryResult tell() throws InterruptedException, SQLException;
    }

    /**
     * Runs a chapter. Failures are part of the outcome, not exceptions.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public static StoryOutcome of(StoryProgress progress, DatabaseAddress database, Chapter chapter)
            throws InterruptedException {
        StoryOutcome outcome;
        try {
            StoryResult result = chapter.tell();
            progress.succeed(result);
            return new StoryOutcome.Passed(result);
        } catch (InterruptedException e) {
            progress.fail("The story was interrupted.");
            throw e;
        } catch (SQLException | RuntimeException e) {
            Throwable failure = e instanceof RuntimeException wrapped ? Exceptions.unwrap(wrapped) : e;
            if (interruption(failure)) {
                Thread.interrupted();
                progress.fail("The story was interrupted.");
                throw interrupted(failure);
            }
            outcome = outcome(failure, database);
            LOG.log(System.Logger.Level.DEBUG, "The story ended early", failure);
        }
        progress.fail(sentence(outcome));
        return outcome;
    }

    private static StoryOutcome outcome(Throwable failure, DatabaseAddress database) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof MismatchException || each instanceof IdConflictException) {
                return new StoryOutcome.Mismatched("Not all ids agree: " + each.getMessage() + ".");
            }
            if (each instanceof StoryFailedException) {
                return new StoryOutcome.Failed(capitalized(String.valueOf(each.getMessage())));
            }
            if (each instanceof R2dbcException
                    || each instanceof SQLException
                    || each instanceof io.netty.channel.ChannelException) {
                return new StoryOutcome.Failed(
                        "The database does not answer at " + database.r2dbcUrl() + " as it should (" + oneLine(each)
                                + "): start the local cloud again; what was stored is kept.");
            }
            if (each instanceof com.google.api.gax.rpc.ApiException) {
                return new StoryOutcome.Failed("Pub/Sub does not answer as it should (" + oneLine(each)
                        + "): start the local cloud again; what was stored is kept.");
            }
        }
        return new StoryOutcome.Failed("The story cannot continue ("
                + failure.getClass().getSimpleName() + ": " + oneLine(failure)
                + "): start the local cloud again, and report this if it happens again.");
    }

    private static String sentence(StoryOutcome outcome) {
        if (outcome instanceof StoryOutcome.Mismatched mismatched) {
            return mismatched.reason();
        }
        return outcome instanceof StoryOutcome.Failed failed ? failed.sentence() : "";
    }

    private static boolean interruption(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    private static InterruptedException interrupted(Throwable cause) {
        InterruptedException interrupted = new InterruptedException("the story was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static String oneLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
