// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.convergence;

import io.truename.rekeying.sizing.BatchResult;
import io.truename.rekeying.sizing.BatchSizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Simulation that compares Truename's rule for batch sizes with two published rules on the same simulated databases: a
 * quarter of an hour of simulated time each, with the same random numbers.
 */
public final class Simulation {
    static final Duration TARGET = Duration.ofSeconds(1);
    static final double LENGTH = 900;
    private static final double CEILING = BatchSizer.CEILING.toSeconds();

    private static final List<Supplier<Contender>> CONTENDERS = List.of(
            () -> new Contender.Truename(TARGET),
            () -> new Contender.Percona(TARGET),
            () -> new Contender.GitLab(TARGET));

    private Simulation() {}

    /** Every kind of database. */
    static List<SimulatedDatabase> databases() {
        SimulatedDatabase.Slowness none = second -> 1;
        return List.of(
                new SimulatedDatabase("stable", 0.02, 20_000, 0.05, 0, none),
                new SimulatedDatabase("stable, 0.3 s of overhead", 0.3, 20_000, 0.05, 0, none),
                new SimulatedDatabase("noisy (lognormal, sigma 0.3)", 0.02, 20_000, 0.3, 0, none),
                new SimulatedDatabase("noisy, 0.3 s of overhead", 0.3, 20_000, 0.3, 0, none),
                new SimulatedDatabase(
                        "slowing (x4 within a minute, half way)",
                        0.02,
                        20_000,
                        0.1,
                        0,
                        second -> 1 + 3 * Math.min(1, Math.max(0, (second - LENGTH / 2) / 60))),
                new SimulatedDatabase(
                        "breaking (x4 at once, half way)", 0.02, 20_000, 0.1, 0, second -> second < LENGTH / 2 ? 1 : 4),
                new SimulatedDatabase(
                        "bursting (x5 for 10 s each minute)", 0.02, 20_000, 0.1, 0, second -> second % 60 < 50 ? 1 : 5),
                new SimulatedDatabase("crowded (a lock time-out in 5 s)", 0.02, 20_000, 0.1, 0.2, none));
    }

    /**
     * Score of a contender.
     *
     * @param batchesToAdapt until the first whose duration without chance is within a fifth of the target or, for a rule
     *     that stays below it, of that rule's own median
     * @param secondsToAdapt the same in seconds
     * @param overCeiling batches that lasted more than 2 s after adaptation
     * @param batches after adaptation
     * @param longest batch after adaptation, in seconds
     * @param throughput rows moved, as a share of what an oracle moves that always knows how slow the database is and what
     *     chance brings on average, and meets no locks
     * @param variation standard deviation of the durations after adaptation, as a share of their mean
     */
    record Score(
            String database,
            String contender,
            double batchesToAdapt,
            double secondsToAdapt,
            int overCeiling,
            int batches,
            double longest,
            double throughput,
            double variation) {}

    /** Of every contender on every database, over so many runs. */
    static List<Score> scores(int runs) {
        List<Score> scores = new ArrayList<>();
        for (SimulatedDatabase database : databases()) {
            double oracle = oracle(database);
            for (Supplier<Contender> contender : CONTENDERS) {
                List<Score> each = new ArrayList<>();
                for (int seed = 1; seed <= runs; seed++) {
                    each.add(score(database, contender.get(), oracle, seed));
                }
                scores.add(together(each));
            }
        }
        return scores;
    }

    private static Score together(List<Score> runs) {
        return new Score(
                runs.get(0).database(),
                runs.get(0).contender(),
                mean(runs, Score::batchesToAdapt),
                mean(runs, Score::secondsToAdapt),
                runs.stream().mapToInt(Score::overCeiling).sum(),
                runs.stream().mapToInt(Score::batches).sum(),
                runs.stream().mapToDouble(Score::longest).max().orElse(0),
                mean(runs, Score::throughput),
                mean(runs, Score::variation));
    }

    private static double mean(List<Score> runs, ToDoubleFunction<Score> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(0);
    }

    private static Score score(SimulatedDatabase database, Contender contender, double oracle, long seed) {
        Random random = new Random(seed);
        List<Batch> batches = new ArrayList<>();
        double now = 0;
        double moved = 0;
        while (now < LENGTH) {
            int rows = contender.rows();
            double foreseen = database.seconds(rows, now);
            double seconds = foreseen * database.chance(random);
            boolean crowded = database.crowdsOut(seconds, random);
            if (crowded) {
                seconds = random.nextDouble() * seconds + SimulatedDatabase.LOCK_TIMEOUT;
            } else {
                moved += rows;
            }
            contender.after(new BatchResult(
                    rows,
                    Duration.ofNanos((long) (seconds * 1e9)),
                    crowded ? BatchResult.Outcome.CROWDED_OUT : BatchResult.Outcome.COMMITTED));
            batches.add(new Batch(now, foreseen, seconds));
            now += seconds;
        }
        int adapted = adapted(batches);
        double[] after =
                batches.stream().skip(adapted).mapToDouble(Batch::seconds).toArray();
        double mean = Arrays.stream(after).average().orElse(0);
        double variance = Arrays.stream(after)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElse(0);
        return new Score(
                database.name(),
                contender.name(),
                adapted,
                batches.get(adapted).begun(),
                (int) Arrays.stream(after).filter(each -> each > CEILING).count(),
                after.length,
                Arrays.stream(after).max().orElse(0),
                moved / now / oracle * Math.exp(database.noise() * database.noise() / 2),
                Math.sqrt(variance) / mean);
    }

    private record Batch(double begun, double foreseen, double seconds) {}

    private static int adapted(List<Batch> batches) {
        double target = TARGET.toSeconds();
        double[] sorted = batches.stream().mapToDouble(Batch::foreseen).sorted().toArray();
        double settled = Math.min(target, sorted[sorted.length / 2]);
        for (int i = 0; i < batches.size(); i++) {
            double foreseen = batches.get(i).foreseen();
            if (Math.abs(foreseen - target) <= target / 5 || Math.abs(foreseen - settled) <= settled / 5) {
                return i;
            }
        }
        return 0;
    }

    /** Rows a second in batches that last the target exactly. */
    private static double oracle(SimulatedDatabase database) {
        double now = 0;
        double moved = 0;
        while (now < LENGTH) {
            double low = 1;
            double high = 10_000_000;
            for (int i = 0; i < 40; i++) {
                double middle = (low + high) / 2;
                if (database.seconds(middle, now) < TARGET.toSeconds()) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            moved += low;
            now += TARGET.toSeconds();
        }
        return moved / now;
    }

    /** Every score as a Markdown table. */
    public static String markdown(int runs) {
        StringBuilder table = new StringBuilder(
                "| database | rule | batches until adapted | seconds until adapted "
                        + "| batches over 2 s | longest, s | rows against the oracle | variation |\n|---|---|---|---|---|---|---|---|\n");
        for (Score score : scores(runs)) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %d of %d | %.2f | %.3f | %.2f |%n",
                    score.database(),
                    score.contender(),
                    score.batchesToAdapt(),
                    score.secondsToAdapt(),
                    score.overCeiling(),
                    score.batches(),
                    score.longest(),
                    score.throughput(),
                    score.variation()));
        }
        return table.toString();
    }
}
