// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.time.Duration;

/** Observer of the functions' output, requests and starts, from which logs and resource metrics are made. Must be quick. */
public interface FunctionObserver {
    /** Observer that ignores everything. */
    FunctionObserver NONE = new FunctionObserver() {
        @Override
        public void printed(Revision revision, String line) {}

        @Override
        public void answered(Revision revision, int status, Duration latency) {}

        @Override
        public void started(Revision revision, Duration startup) {}

        @Override
        public void worked(Revision revision, Duration time) {}

        @Override
        public void used(Revision revision, double memory, double processor) {}
    };

    /** Called with each line that an instance prints, without its line break. */
    void printed(Revision revision, String line);

    /** Called at the end of each request with the HTTP status of its response. */
    void answered(Revision revision, int status, Duration latency);

    /** Called when an instance is ready for requests. */
    void started(Revision revision, Duration startup);

    /** Called when an instance has no open request any more, with the time in which it had some without a pause. */
    void worked(Revision revision, Duration time);

    /**
     * Called twice a second for each running instance.
     *
     * @param memory its resident memory as a part of what the catalog gives it
     * @param processor the time of one processor that it has used since the last call, as a part of that time
     */
    void used(Revision revision, double memory, double processor);
}
