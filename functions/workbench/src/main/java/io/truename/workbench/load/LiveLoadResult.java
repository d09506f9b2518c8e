// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.util.List;
import java.util.Locale;

/** Result of a {@link LiveLoad}, collected by its clients. */
public final class LiveLoadResult {
    private final String name;
    private final Latencies reads;
    private final Latencies writes;
    private final int acknowledged;
    private final long retries;
    private final long secondRetries;
    private final long stranded;
    private final long wrongReads;
    private final double forwardSeconds;
    private final double backSeconds;
    private final List<String> wrong;

    LiveLoadResult(
            String name,
            Latencies reads,
            Latencies writes,
            int acknowledged,
            long retries,
            long secondRetries,
            long stranded,
            long wrongReads,
            double forwardSeconds,
            double backSeconds,
            List<String> wrong) {
        this.name = name;
        this.reads = reads;
        this.writes = writes;
        this.acknowledged = acknowledged;
        this.retries = retries;
        this.secondRetries = secondRetries;
        this.stranded = stranded;
        this.wrongReads = wrongReads;
        this.forwardSeconds = forwardSeconds;
        this.backSeconds = backSeconds;
        this.wrong = List.copyOf(wrong);
    }

    /** Failures: lost writes, wrong reads, and errors that the retry recipe does not cover. */
    public List<String> wrong() {
        return wrong;
    }

    /** Number of writes that failed after all retries. */
    public long stranded() {
        return stranded;
    }

    /** Number of writes that found their document under its new id. */
    public long retries() {
        return retries;
    }

    /** Number of reads that found nothing, too little, or another document. */
    public long wrongReads() {
        return wrongReads;
    }

    /** Result as Markdown; latencies in milliseconds. */
    public String markdown() {
        StringBuilder table = new StringBuilder()
                .append(String.format(
                        Locale.ROOT, "%s: forward in %.1f s, back in %.1f s%n%n", name, forwardSeconds, backSeconds))
                .append("| meanwhile | reads | p50 ms | p99 ms | longest ms | writes | p50 ms | p99 ms | longest ms |"
                        + " added to p50 | added to p99 |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        Latencies.Figures quiet = writes.figures(Phase.BASELINE);
        for (Phase phase : Phase.values()) {
            Latencies.Figures read = reads.figures(phase);
            Latencies.Figures write = writes.figures(phase);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %d | %.1f | %.1f | %.1f | %+.1f | %+.1f |%n",
                    phase.words(),
                    read.calls(),
                    read.median(),
                    read.p99(),
                    read.longest(),
                    write.calls(),
                    write.median(),
                    write.p99(),
                    write.longest(),
                    write.median() - quiet.median(),
                    write.p99() - quiet.p99()));
        }
        table.append(String.format(
                Locale.ROOT,
                "%n%d rows written and looked for twice; %d writes needed a retry, %d of them two,"
                        + " %d were not helped by it; %d wrong reads%n",
                acknowledged,
                retries,
                secondRetries,
                stranded,
                wrongReads));
        wrong.forEach(each -> table.append("- WRONG: ").append(each).append('\n'));
        return table.toString();
    }
}
