// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Client of the application: a thread with a connection that makes a fixed number of calls a second. */
abstract class Client implements Runnable {
    private final LiveLoad load;
    private final Connection connection;
    private final List<HeldDocument> documents;
    private final Latencies latencies;
    private final long pauseNanos;
    private final Random random;

    Client(
            LiveLoad load,
            Connection connection,
            List<HeldDocument> documents,
            Latencies latencies,
            long pauseNanos,
            int seed) {
        this.load = load;
        this.connection = connection;
        this.documents = documents;
        this.latencies = latencies;
        this.pauseNanos = pauseNanos;
        this.random = new Random(seed);
    }

    /** One call about a document. */
    abstract void call(Connection on, HeldDocument document, int number) throws SQLException;

    @Override
    public void run() {
        int number = 0;
        while (load.goesOn()) {
            HeldDocument document = documents.get(random.nextInt(documents.size()));
            Phase phase = load.enter();
            long begun = System.nanoTime();
            try {
                call(connection, document, number++);
            } catch (SQLException failed) {
                load.failed(getClass().getSimpleName() + " " + failed.getSQLState() + " " + failed.getMessage());
            } finally {
                latencies.add(phase, System.nanoTime() - begun);
                load.leave();
            }
            LockSupport.parkNanos(pauseNanos);
        }
        try {
            connection.close();
        } catch (SQLException closedAnyway) {
            load.failed("close " + closedAnyway.getSQLState());
        }
    }
}
