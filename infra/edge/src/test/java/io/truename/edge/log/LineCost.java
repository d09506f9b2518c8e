// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Benchmark: time of a request's line that is written, and of one that sampling leaves out; in turns, medians of nine. */
final class LineCost {
    private static final int ROUNDS = 9;
    private static final int LINES = 200_000;

    private LineCost() {}

    public static void main(String[] arguments) {
        LogEvent event = EdgeEvents.requestAnswered("generate", "/ids")
                .object("items", "document", "chunk", "job")
                .numbers("duplicates", "collisions");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        EventLog log = new EventLog(() -> nowhere, Clock.systemUTC(), "p");
        double[] written = new double[ROUNDS];
        double[] leftOut = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            double one = microseconds(log, event, trace("01"));
            double other = microseconds(log, event, trace("00"));
            if (round >= 0) {
                written[round] = one;
                leftOut[round] = other;
            }
        }
        Arrays.sort(written);
        Arrays.sort(leftOut);
        System.out.printf("written: %.2f us, left out: %.2f us%n", written[ROUNDS / 2], leftOut[ROUNDS / 2]);
    }

    private static TraceContext trace(String flags) {
        return TraceContext.parse(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-" + flags));
    }

    private static double microseconds(EventLog log, LogEvent event, TraceContext trace) {
        long begun = System.nanoTime();
        for (int i = 0; i < LINES; i++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("function", "generate");
            fields.put("route", "/ids");
            fields.put("status", 200);
            fields.put("outcome", "done");
            fields.put("durationMs", i / 1e3);
            fields.put("requestBytes", 300);
            fields.put("responseBytes", 200);
            fields.put("items", Map.of("document", 1, "chunk", 2, "job", 0));
            fields.put("duplicates", 0);
            fields.put("collisions", 0);
            log.write(EventLog.Severity.INFO, event, "/ids 200", trace, fields);
        }
        return (System.nanoTime() - begun) / 1e3 / LINES;
    }
}
