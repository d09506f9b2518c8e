// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.r2dbc.spi.R2dbcException;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.IdConflictException;
import io.truename.local.database.DatabaseAddress;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * The story, told once: every document gets its id from {@code generate} and is stored; every id is asked for again, verified
 * in PostgreSQL, and every document's {@code uploaded} event seen to arrive. Parts are reached by address only. Memory does
 * not grow with the number of documents.
 */
public final class Story {
    private static final System.Logger LOG = System.getLogger(Story.class.getName());

    private final DocumentSource source;
    private final URI gateway;
    private final DatabaseAddress database;
    private final DocumentEvents events;
    private final StoryProgress progress;

    /**
     * A story that has not begun; nothing is contacted yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param events opened and closed by the story
     * @param listener hears of each step that begins or ends, on the story's threads; must be quick
     */
    public Story(
            DocumentSource source,
            URI gateway,
            DatabaseAddress database,
            DocumentEvents events,
            Consumer<StoryStatus.Step> listener) {
        this.source = source;
        this.gateway = gateway;
        this.database = database;
        this.events = events;
        this.progress = new StoryProgress("One true id for each document of " + source.description(), listener);
    }

    /** How far it has come. Cheap, and safe from any thread. */
    public StoryStatus status() {
        return progress.status();
    }

    /**
     * Tells the story to its end. Everything that can go wrong is in the outcome.
     *
     * @throws InterruptedException if the thread is interrupted; all that was started has ended then
     */
    public StoryOutcome run() throws InterruptedException {
        StoryOutcome outcome;
        try (CorpusStore store = CorpusStore.at(database);
                events) {
            StoryResult result = new StoryRun(source, new IdClient(gateway), store, events, progress).tell();
            progress.succeed(result);
            return new StoryOutcome.Agreed(result);
        } catch (InterruptedException e) {
            progress.fail("The story was interrupted.");
            throw e;
        } catch (RuntimeException e) {
            Throwable failure = Exceptions.unwrap(e);
            if (interruption(failure)) {
                Thread.interrupted();
                progress.fail("The story was interrupted.");
                throw interrupted(failure);
            }
            outcome = outcome(failure);
            LOG.log(System.Logger.Level.DEBUG, "The story ended early", failure);
        }
        progress.fail(sentence(outcome));
        return outcome;
    }

    private StoryOutcome outcome(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DisagreementException || each instanceof IdConflictException) {
                return new StoryOutcome.Disagreed("Not all ids agree: " + each.getMessage() + ".");
            }
            if (each instanceof StoryFailedException) {
                return new StoryOutcome.Failed(capitalized(String.valueOf(each.getMessage())));
            }
            if (each instanceof R2dbcException || each instanceof io.netty.channel.ChannelException) {
                return new StoryOutcome.Failed(
                        "The database does not answer at " + database.r2dbcUrl() + " as it should (" + oneLine(each)
                                + "): start the local cloud again; what was stored is kept.");
            }
            if (each instanceof com.google.api.gax.rpc.ApiException) {
                return new StoryOutcome.Failed("Pub/Sub does not answer as it should (" + oneLine(each)
                        + "): start the local cloud again; what was stored is kept.");
            }
        }
        return new StoryOutcome.Failed("The story cannot go on ("
                + failure.getClass().getSimpleName() + ": " + oneLine(failure)
                + "): start the local cloud again, and report this if it stays so.");
    }

    private static String sentence(StoryOutcome outcome) {
        if (outcome instanceof StoryOutcome.Disagreed disagreed) {
            return disagreed.reason();
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
