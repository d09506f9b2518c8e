// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Output lines of one stream of a process; the last 20,000 are kept. */
public final class OutputLines {
    private static final int MOST_KEPT = 20_000;
    /** A process writes the line of a request after its answer, and a pipe takes time. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Deque<String> kept = new ArrayDeque<>();
    private final Consumer<String> listener;
    private boolean ended;

    OutputLines(Consumer<String> listener) {
        this.listener = listener;
    }

    void readFrom(InputStream stream, String name) {
        Thread reader = new Thread(() -> readAll(stream), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            // The process was killed while it wrote: what came until then is what there is.
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        listener.accept(line);
        kept.addLast(line);
        if (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** A copy of the lines so far. */
    public synchronized List<String> all() {
        return List.copyOf(kept);
    }

    /** The first line that matches, waiting for it until the deadline or the stream's end; empty if none came. */
    public Optional<String> await(Predicate<String> wanted, Duration deadline) {
        return await(wanted, 1, deadline).stream().findFirst();
    }

    /** All lines that match, as soon as there are {@code count}; fewer when the deadline or the stream's end came first. */
    public synchronized List<String> await(Predicate<String> wanted, int count, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            List<String> found = kept.stream().filter(wanted).toList();
            long left = end - System.nanoTime();
            if (found.size() >= count || ended || left <= 0) {
                return found;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
    }

    /**
     * The lines so far as one text, as soon as each part is in one of them; after ten seconds or the stream's end, without the missing
     * ones.
     */
    public String text(String... awaited) {
        for (String part : awaited) {
            await(line -> line.contains(part), LONGEST_WAIT);
        }
        return String.join("\n", all());
    }

    /** Waits for the stream's end, which comes with the process's. */
    synchronized void awaitEnd(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!ended && System.nanoTime() < end) {
            try {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
