// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Migration engine under test, for the crash matrix, the live load and the benchmark. They read its results from the tables
 * of schema {@code truename}, which every engine keeps. Needs a constructor without parameters, because another process also
 * creates one.
 */
public interface MigrationUnderTest {
    /** Name in tables of results. */
    String name();

    /**
     * Installs its schema and makes a complete plan of the sample corpus, but starts nothing.
     *
     * @param url {@code postgresql://user:password@host:port/name}
     * @param documentsPerBatch of the first batch; 0 leaves it to the engine
     */
    void plan(String url, int documentsPerBatch);

    /** Number of references besides the sample's own that do not lead to their document; they must always do. */
    default long stray(TestDatabase database) {
        return 0;
    }

    /** Starts the planned run. */
    void start(String url);

    /** Starts the rollback of the finished run; moves nothing yet. */
    void rollBack(String url);

    /** Resumes a run that has paused by itself. */
    void resume(String url);

    /** Creates an instance of the function; several may exist at once, in several processes. */
    Instance instance(String url, Clock clock);

    /** Number of instances that work at once. */
    default int workers() {
        return 1;
    }

    /** An instance that does the work of one of several workers. */
    default Instance instance(String url, Clock clock, int shard) {
        return instance(url, clock);
    }

    /** Assesses the corpus, if the engine can; seconds. */
    default double assess(String url) {
        return 0;
    }

    /** The newest run's report as Markdown, if the engine writes one. */
    default Optional<String> report(String url) {
        return Optional.empty();
    }

    /** An instance of the function. For one thread, except that {@link #deliver} may be called by several. */
    interface Instance extends AutoCloseable {
        /**
         * Handles one step message: as many batches as fit its time.
         *
         * @return its answer, in a word or two; unexpected failures are thrown
         */
        String deliver();

        /** Delay of the next step after the last one, as a queue would deliver it. */
        default Duration dueIn() {
            return Duration.ZERO;
        }

        @Override
        void close();
    }
}
