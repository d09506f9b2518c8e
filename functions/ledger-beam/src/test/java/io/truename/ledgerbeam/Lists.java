// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Lists in a folder, and their ledgers on the direct runner. */
final class Lists {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Lists(Path folder) {
        this.folder = folder;
    }

    /** How a command ended. */
    record Run(int status, String out, String err) {}

    /** Writes a list; packed if its name ends in {@code .gz}. */
    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream stream = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Writes documents into a list, in the format that its name says. */
    Path write(String name, List<ListedDocument> documents) throws IOException {
        boolean csv = name.contains(".csv");
        StringBuilder text = new StringBuilder(csv ? ListedDocument.HEADER : "");
        documents.forEach(document -> text.append(csv ? document.csv() : document.json()));
        return write(name, text.toString());
    }

    /** Runs the command with the folder's files and more options. */
    Run run(String pattern, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--input=" + folder.resolve(pattern), "--output=" + output(), "--targetParallelism=3"));
        arguments.addAll(List.of(more));
        return command(arguments.toArray(String[]::new));
    }

    static Run command(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = LedgerCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Counts the files that a pattern matches. */
    JsonNode count(String pattern, String... more) throws IOException {
        Run run = run(pattern, more);
        assertThat(run.status()).as(run.err()).isZero();
        return JSON.readTree(text());
    }

    /** Counts with ranges of another size. */
    JsonNode countInRanges(String pattern, long bytes) throws IOException {
        LedgerOptions options = PipelineOptionsFactory.fromArgs(
                        "--input=" + folder.resolve(pattern), "--output=" + output(), "--targetParallelism=3")
                .as(LedgerOptions.class);
        Pipeline pipeline = Pipeline.create(options);
        LedgerPipeline.add(pipeline, LedgerSettings.of(options), bytes);
        pipeline.run().waitUntilFinish();
        return JSON.readTree(text());
    }

    /** The ledger as it was written. */
    String text() throws IOException {
        return Files.readString(output());
    }

    Path output() {
        return folder.resolve("out").resolve("ledger.json");
    }

    /** The ledger that a written one says. */
    static CountedLedger counted(JsonNode ledger) {
        Line unique = line(ledger.path("unique"));
        CountedLedger counted = new CountedLedger(
                new SavingsLedger(
                        unique.documents(), unique, line(ledger.path("sameOwner")), line(ledger.path("acrossOwners"))),
                true,
                line(ledger.path("withoutHash")),
                line(ledger.path("withoutOwner")),
                ledger.path("withoutSize").path("documents").asLong(),
                new Differing(
                        ledger.path("differingContents").asLong(),
                        new Line(
                                ledger.path("differingDocuments").asLong(),
                                ledger.path("differingBytes").asLong())));
        assertThat(ledger.path("documents").asLong()).isEqualTo(counted.documents());
        return counted;
    }

    private static Line line(JsonNode line) {
        return new Line(line.path("documents").asLong(), line.path("bytes").asLong());
    }
}
