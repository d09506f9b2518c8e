// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.StoryFailedException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Concurrent workload during the migration: a reader and a writer that know only the documents' old ids. Both loop over the
 * whole sample, and stop only at the end of a round.
 */
final class LiveLoad implements AutoCloseable {
    private static final int SAMPLE = 300;
    private static final long LONGEST_END_SECONDS = 60;

    /**
     * Counts of the workload.
     *
     * @param wrongReads reads that found no row or a wrong one
     * @param resolvedWrites writes that found their row only by its resolved new id
     * @param lostWrites writes that found no row, or whose value was missing at the end
     */
    record Figures(long reads, long wrongReads, long writes, long resolvedWrites, long lostWrites) {}

    /** One pass over the sample. */
    @FunctionalInterface
    private interface Round {
        void run() throws SQLException, InterruptedException;
    }

    private final CorpusReader reader;
    private final CorpusWriter writer;
    private final List<Thread> threads;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();

    private LiveLoad(CorpusReader reader, CorpusWriter writer) {
        this.reader = reader;
        this.writer = writer;
        this.threads = List.of(thread("story-reader", reader::round), thread("story-writer", writer::round));
    }

    /** Starts the reader and the writer. */
    static LiveLoad start(CorpusLogin login, CorpusRun run) throws SQLException {
        List<SampleDocument> sample = SampleDocument.of(login, run, SAMPLE);
        CorpusReader reader = CorpusReader.of(login, sample);
        LiveLoad load = new LiveLoad(reader, CorpusWriter.of(login, sample));
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Stops both after their current round and returns the counts. */
    Figures end() throws InterruptedException, SQLException {
        ending.set(true);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(LONGEST_END_SECONDS));
            if (thread.isAlive()) {
                throw new StoryFailedException(
                        "the " + thread.getName() + " hangs in a query: look for locks in the database.", false, null);
            }
        }
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return new Figures(
                reader.reads(),
                reader.wrong(),
                writer.writes(),
                writer.resolved(),
                writer.lost() + writer.missingValues());
    }

    /** Restores the values that the writer changed. */
    void takeBack() throws SQLException {
        writer.takeBack();
    }

    @Override
    public void close() throws SQLException {
        threads.forEach(Thread::interrupt);
        reader.close();
        writer.close();
    }

    private Thread thread(String name, Round round) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!ending.get()) {
                            round.run();
                        }
                    } catch (SQLException failed) {
                        failure.compareAndSet(null, failed);
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }
}
