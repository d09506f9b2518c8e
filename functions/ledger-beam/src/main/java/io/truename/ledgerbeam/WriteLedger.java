// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;

/** Writes the ledger to its file. A runner that tries again writes the same bytes to the same place. */
final class WriteLedger extends DoFn<LedgerTotals, Void> {
    private static final long serialVersionUID = 1;

    private final String output;
    private final PCollectionView<ReadingReport> report;

    WriteLedger(String output, PCollectionView<ReadingReport> report) {
        this.output = output;
        this.report = report;
    }

    @ProcessElement
    public void write(ProcessContext context) throws IOException {
        byte[] text =
                (LedgerJson.text(context.element(), context.sideInput(report)) + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream stream = Channels.newOutputStream(
                FileSystems.create(FileSystems.matchNewResource(output, false), "application/json"))) {
            stream.write(text);
        } catch (IOException refused) {
            throw new IOException("--output: " + output + " cannot be written; see that you may write there", refused);
        }
    }
}
