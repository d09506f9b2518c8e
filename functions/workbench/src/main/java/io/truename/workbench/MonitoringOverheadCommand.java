// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.catalog.CatalogReader;
import io.truename.catalog.MetricSpec;
import io.truename.catalog.Prices;
import io.truename.testkit.InvokerProcess;
import io.truename.workbench.overhead.FlushOverhead;
import io.truename.workbench.overhead.MonthlyCost;
import io.truename.workbench.overhead.PacedRequests;
import io.truename.workbench.overhead.RequestOverhead;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code monitoring-overhead [--items N] [--rounds N] [--requests N] [--paced N] [--flushes N] [--deploy DIR] [--catalog DIR]}: processor
 * time and latency that the log lines of generate and the metrics of migrate cost; bytes and points for 1,000 requests; money for a month.
 */
final class MonitoringOverheadCommand implements Command {
    private static final double BUDGET = 0.005;
    private static final double REQUESTS_A_SECOND = 100;
    private static final int[] SIZES = {1, 100, 1_000};
    private static final String GENERATE = "io.truename.generate.GenerateFunction";
    private static final double SECONDS_OF_A_FLUSH = 5;

    @Override
    public String summary() {
        return "cost of log lines and metrics: processor, p99, bytes, points, money; --items N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(
                arguments,
                Set.of("--items", "--rounds", "--requests", "--paced", "--flushes", "--deploy", "--catalog"));
        int rounds = options.number("--rounds", 60);
        int requests = options.number("--requests", 500);
        int pacedRequests = options.number("--paced", 12_000);
        int items = options.number("--items", 0);
        int flushes = options.number("--flushes", 1_000);
        Path catalog = Path.of(options.text("--catalog", "terraform/catalog"));
        if (rounds < 1 || requests < 1 || pacedRequests < 1 || items < 0 || flushes < 1) {
            throw new IllegalArgumentException("--rounds, --requests, --paced and --flushes must be at least 1");
        }
        boolean kept = true;
        double bytes = 0;
        for (int size : items == 0 ? SIZES : new int[] {items}) {
            int each = Math.max(20, requests / Math.max(1, size / 10));
            RequestOverhead overhead = new RequestOverhead(
                    InvokerProcess.invokerJar(), options.deployable(), GENERATE, "/ids", SampleBatch.body(size));
            RequestOverhead.Processor without = overhead.processor(rounds, each, false);
            RequestOverhead.Processor with = overhead.processor(rounds, each, true);
            PacedRequests.Result paced = PacedRequests.measure(
                    options.deployable(),
                    GENERATE,
                    SampleBatch.traced(size, false),
                    SampleBatch.traced(size, true),
                    each * rounds / 4,
                    pacedRequests,
                    REQUESTS_A_SECOND);
            double line = without.line() + paced.lines() / 1_000.0 * (with.line() - without.line());
            print(out, size, without, with, paced, line);
            kept &= line / paced.processor() <= BUDGET && !paced.p99().isHigher();
            bytes = Math.max(bytes, paced.bytes());
        }
        FlushOverhead.Result flush = FlushOverhead.measure(flushes);
        out.printf(
                Locale.ROOT,
                "migrate, %d flushes of %.0f points to a server in the same process: %.2f ms of processor time each with the"
                        + " server's, %.3f %% of a processor at one in %.0f s (budget: at most %.1f %%); median %.2f ms, p99 %.2f ms,"
                        + " once a step%n",
                flushes,
                flush.points(),
                flush.processorMillis(),
                100 * flush.share(),
                SECONDS_OF_A_FLUSH,
                100 * BUDGET,
                flush.median(),
                flush.p99());
        kept &= flush.share() <= BUDGET;
        printCost(
                out,
                Prices.read(catalog),
                CatalogReader.read(catalog).metrics().values().stream().toList(),
                bytes,
                flush.points());
        // The functions write their last lines when the process ends; they are no result.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        return kept ? 0 : 1;
    }

    private static void print(
            PrintStream out,
            int items,
            RequestOverhead.Processor without,
            RequestOverhead.Processor with,
            PacedRequests.Result paced,
            double line) {
        out.printf(
                Locale.ROOT,
                "generate, %d %s: a line that is left out costs %.2f ± %.2f µs, one that is written %.2f ± %.2f µs; the function's own"
                        + " code without it %.1f µs, the whole request with the web server %.0f µs of processor time%n",
                items,
                items == 1 ? "item" : "items",
                without.line(),
                without.error(),
                with.line(),
                with.error(),
                without.request(),
                paced.processor());
        out.printf(
                Locale.ROOT,
                "  at %.0f requests/s: %.1f lines and %.0f bytes for 1,000 requests; %.2f %% of the processor time of a request (budget: at"
                        + " most %.1f %%)%n",
                REQUESTS_A_SECOND,
                paced.lines(),
                paced.bytes(),
                100 * line / paced.processor(),
                100 * BUDGET);
        out.printf(
                Locale.ROOT,
                "  %d requests to each of %d pairs of processes: median with lines %.0f µs, without %.0f µs; p99 %.0f µs and %.0f µs,"
                        + " ratio %.2f, with 95 %% confidence %.2f to %.2f: %s%n",
                paced.requests() / PacedRequests.PAIRS,
                PacedRequests.PAIRS,
                paced.p99().median(),
                paced.p99().otherMedian(),
                paced.p99().p99(),
                paced.p99().otherP99(),
                paced.p99().p99() / paced.p99().otherP99(),
                paced.p99().low(),
                paced.p99().high(),
                paced.p99().isHigher() ? "lines add to the p99" : "no p99 added, as far as seen");
    }

    /** Each log-based metric has one time series for requests of one kind, with a point a minute. */
    private static void printCost(
            PrintStream out, Prices prices, List<MetricSpec> metrics, double bytes, double flushed) {
        List<MetricSpec> ofGenerate = metrics.stream()
                .filter(metric -> metric.source() instanceof MetricSpec.Source.Log
                        && metric.name().startsWith("generate/"))
                .toList();
        long distributions = ofGenerate.stream()
                .filter(metric -> metric.valueType() == MetricSpec.ValueType.DISTRIBUTION)
                .count();
        long numbers = ofGenerate.size() - distributions;
        double points = ofGenerate.size() / 60.0 / REQUESTS_A_SECOND * 1_000;
        out.printf(
                Locale.ROOT,
                "generate, at %.0f requests/s: %d log-based metrics with a point a minute each, %.2f points for 1,000 requests%n",
                REQUESTS_A_SECOND,
                ofGenerate.size(),
                points);
        MonthlyCost cost = MonthlyCost.of(prices, REQUESTS_A_SECOND, bytes, numbers / 60.0, distributions / 60.0);
        out.printf(
                Locale.ROOT,
                "generate, a month at %.0f requests/s: %.2f GiB of lines, %.2f USD; %.1f MiB of points, %.2f USD%n",
                REQUESTS_A_SECOND,
                cost.gibibytes(),
                cost.logs(),
                cost.mebibytes(),
                cost.metrics());
        MonthlyCost moving = MonthlyCost.of(prices, 0, 0, (flushed - 1) / SECONDS_OF_A_FLUSH, 1 / SECONDS_OF_A_FLUSH);
        out.printf(
                Locale.ROOT,
                "migrate, if one instance moved rows all month: %.1f MiB of points, %.2f USD%n",
                moving.mebibytes(),
                moving.metrics());
        for (String name : List.of("log-bytes", "metric-bytes")) {
            Prices.Price price = prices.requirePrice(name);
            out.printf(
                    Locale.ROOT,
                    "price of a %s, read %s: %s USD above %.0f%n",
                    price.unit(),
                    price.read(),
                    price.usd(),
                    price.free());
        }
    }
}
