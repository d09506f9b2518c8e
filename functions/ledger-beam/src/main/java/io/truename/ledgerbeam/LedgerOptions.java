// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Options of the command as they are given, beside those of Beam and its runners. {@link LedgerSettings} checks them. */
public interface LedgerOptions extends PipelineOptions {
    /** Patterns of files. */
    @Description("Required. Lists of documents: names of files, or patterns with * and ?, separated by commas.")
    @Nullable
    List<String> getInput();

    /** Sets the patterns. */
    void setInput(@Nullable List<String> input);

    /** Format of all files. */
    @Description(
            "Format of all files: csv or jsonl. Without it, a file's name says so: .csv, .json, .jsonl or .ndjson.")
    @Nullable
    String getFormat();

    /** Sets the format. */
    void setFormat(@Nullable String format);

    /** File for the ledger. */
    @Description("Required. File that the ledger is written to, as JSON. One that is there is replaced.")
    @Nullable
    String getOutput();

    /** Sets the file. */
    void setOutput(@Nullable String output);
}
