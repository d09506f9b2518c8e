// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.listing.ListedLine.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Entry point: counts the ledger of exported documents on the runner that the options name. */
public final class LedgerCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_OPTIONS = 2;
    private static final Logger ALL_LOGS = Logger.getLogger("");

    private LedgerCommand() {}

    /** Runs the command and ends with its exit status: 0 counted, 1 failed, 2 an option is wrong. */
    public static void main(String[] arguments) {
        // A runner tells its progress, with names of files, at INFO. It sets the levels of loggers itself.
        for (Handler handler : ALL_LOGS.getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        System.exit(run(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length == 0 || Arrays.asList(arguments).contains("--help")) {
            PipelineOptionsFactory.printHelp(out, LedgerOptions.class);
            return arguments.length == 0 ? WRONG_OPTIONS : DONE;
        }
        Pipeline pipeline;
        LedgerSettings settings;
        try {
            LedgerOptions options = PipelineOptionsFactory.fromArgs(arguments).as(LedgerOptions.class);
            settings = LedgerSettings.of(options);
            pipeline = Pipeline.create(options);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return WRONG_OPTIONS;
        }
        return count(out, err, pipeline, settings);
    }

    private static int count(PrintStream out, PrintStream err, Pipeline pipeline, LedgerSettings settings) {
        try {
            LedgerPipeline.add(pipeline, settings, LedgerPipeline.RANGE_BYTES);
            PipelineResult.State state = pipeline.run().waitUntilFinish();
            if (state != PipelineResult.State.DONE) {
                err.println("The runner ended with " + state + "; its own log says why. No ledger was written.");
                return FAILED;
            }
            tell(out, err, settings.output());
            return DONE;
        } catch (RuntimeException failed) {
            err.println("No ledger was written. " + told(failed));
            return FAILED;
        } catch (IOException unread) {
            err.println("The ledger was written, and cannot be read: " + unread.getMessage());
            return FAILED;
        }
    }

    /** The message of the failure that we know, or else of the first one. */
    private static String told(Throwable failed) {
        Throwable known = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerOverflowException
                    || String.valueOf(cause.getMessage()).startsWith("--")) {
                return String.valueOf(cause.getMessage());
            }
            known = cause;
        }
        return known.toString();
    }

    private static void tell(PrintStream out, PrintStream err, String output) throws IOException {
        JsonNode ledger;
        try (InputStream stream =
                Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(output, false)))) {
            ledger = new ObjectMapper().readTree(stream);
        }
        out.println("Counted " + ledger.path("documents").asText() + " documents. The ledger is in " + output + ".");
        if (ledger.path("badLines").asLong() > 0) {
            err.println("Lines that cannot be read, and are in no count: "
                    + first(
                            ledger.path("badLines"),
                            ledger.path("firstBadLines").path(0)));
        }
        for (Field field : Field.values()) {
            JsonNode number = ledger.path("badFields").path(field.column());
            for (JsonNode bad : ledger.path("firstBadFields")) {
                if (bad.path("field").asText().equals(field.column())) {
                    err.println("Documents with a wrong " + field.column() + ": " + first(number, bad));
                    break;
                }
            }
        }
    }

    private static String first(JsonNode number, JsonNode first) {
        return number.asText() + ", first " + first.path("file").asText() + ", line "
                + first.path("line").asText() + ": " + first.path("problem").asText();
    }
}
