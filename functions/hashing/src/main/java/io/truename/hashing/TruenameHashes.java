// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entry point of {@code truename-hashes}. */
@Command(
        name = "truename-hashes",
        description = {
            "Computes the SHA-256 of each file of a folder, or object of a bucket, for POST /content-hashes of migrate.",
            "Exit status: 0 all is done, 1 something was left out, 2 it could not go on. A repetition goes on."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "0.1.0")
public final class TruenameHashes implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int LEFT_OUT = 1;
    private static final int STOPPED = 2;
    private static final int MOST_NOTES = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final Duration firstPause;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "A folder, or gs://BUCKET/PREFIX. Left out, only the list is sent.")
    private @Nullable String source;

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description =
                    "Appends to this list, and leaves out what it has already and did not change. Otherwise to the output.")
    private @Nullable Path list;

    @Option(names = "--to", paramLabel = "URL", description = "Sends the list to migrate at this address.")
    private @Nullable String to;

    @Option(
            names = "--id",
            paramLabel = "PATTERN",
            description =
                    "Where the id is in a path, as in 'raw/{id}.pdf'; * is anything. Otherwise the id is the path.")
    private @Nullable String id;

    @Option(
            names = "--on-conflict",
            paramLabel = "keep|replace",
            defaultValue = "keep",
            description = "What migrate does with an id that has another hash. Default: ${DEFAULT-VALUE}.")
    private String onConflict = "keep";

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean quiet;

    private TruenameHashes(PrintStream out, PrintStream err, Duration firstPause) {
        this.out = out;
        this.err = err;
        this.firstPause = firstPause;
    }

    /** Runs the command and ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Duration.ofMillis(500),
                arguments));
    }

    /**
     * Runs the command.
     *
     * @param firstPause before a part of a list is sent a second time
     * @return its exit status
     */
    static int run(PrintStream out, PrintStream err, Duration firstPause, String... arguments) {
        return new CommandLine(new TruenameHashes(out, err, firstPause))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (!(failure instanceof SourceException)) {
                        throw failure;
                    }
                    err.println(failure.getMessage());
                    return STOPPED;
                })
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    @Override
    public Integer call() {
        if (source == null && (list == null || to == null)) {
            throw new SourceException("Name a SOURCE, or both --list and --to.", null);
        }
        if (threads < 1) {
            throw new SourceException("--threads must be at least 1", null);
        }
        Optional<HashSender> sender = Optional.ofNullable(to)
                .map(address -> new HashSender(
                        address,
                        conflict(),
                        Optional.ofNullable(System.getenv("TRUENAME_TOKEN")),
                        firstPause,
                        notes()));
        boolean whole = source == null || hash(source, sender);
        if (list != null && sender.isPresent()) {
            ListFile.each(list, sender.get()::accept);
            sender.get().close();
        }
        sender.ifPresent(sent -> err.println("Sent: " + sent.total()));
        boolean taken = sender.map(HashSender::total)
                .filter(total -> total.bad() + total.conflicting() > 0)
                .isEmpty();
        return whole && taken ? DONE : LEFT_OUT;
    }

    private String conflict() {
        if (!onConflict.equals("keep") && !onConflict.equals("replace")) {
            throw new SourceException("--on-conflict must be keep or replace", null);
        }
        return onConflict;
    }

    /** Hashes a source; false if a content could not be read. */
    private boolean hash(String name, Optional<HashSender> sender) {
        ContentSource contents = name.startsWith("gs://")
                ? BucketSource.of(name, Optional.ofNullable(System.getenv("STORAGE_EMULATOR_HOST")))
                : new FolderSource(Path.of(name), Optional.ofNullable(list));
        IdPattern pattern = id == null ? IdPattern.wholePath() : IdPattern.parse(id);
        KnownContents known = new KnownContents();
        HashProgress progress = new HashProgress();
        HashSink sink;
        if (list != null) {
            sink = ListFile.append(list);
            ListFile.each(list, line -> HashLine.parse(line).ifPresent(known::add));
        } else {
            sink = sender.<HashSink>map(sending -> sending).orElseGet(() -> ListFile.of(out));
        }
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (!quiet) {
            // Ends with its executor.
            Future<?> unused = ticks.scheduleAtFixedRate(() -> err.println(progress), 1, 1, TimeUnit.SECONDS);
        }
        try (sink) {
            new HashRun(pattern, known, sink, progress, notes()).over(contents, threads);
        } finally {
            ticks.shutdownNow();
            err.println(progress);
        }
        return progress.failures() == 0;
    }

    /** Prints the first notes. */
    private Consumer<String> notes() {
        AtomicInteger noted = new AtomicInteger();
        return note -> {
            int number = noted.incrementAndGet();
            if (number <= MOST_NOTES) {
                err.println(note);
            } else if (number == MOST_NOTES + 1) {
                err.println("Further ones are only counted.");
            }
        };
    }
}
