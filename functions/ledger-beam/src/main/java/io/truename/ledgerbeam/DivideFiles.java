// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.listing.BoundedLines;
import io.truename.listing.FileFormat;
import io.truename.listing.ListReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Divides files into ranges of one size, so that many machines read one file. A packed file cannot be read but from its begin. */
final class DivideFiles extends DoFn<Metadata, FileRange> {
    private static final long serialVersionUID = 1;

    private final @Nullable FileFormat format;
    private final long bytes;

    /**
     * Divides files.
     *
     * @param format of all files; empty if their names say it
     * @param bytes of a range
     */
    DivideFiles(Optional<FileFormat> format, long bytes) {
        this.format = format.orElse(null);
        this.bytes = bytes;
    }

    @ProcessElement
    public void divide(@Element Metadata metadata, OutputReceiver<FileRange> ranges) throws IOException {
        String file = metadata.resourceId().toString();
        FileFormat known = format == null ? FileFormat.named(file) : format;
        String header = "";
        long body = 0;
        if (known == FileFormat.CSV) {
            try (InputStream stream = FileRange.open(file, 0)) {
                BoundedLines lines = new BoundedLines(stream);
                header = ListReader.header(lines);
                ListReader.csv(header);
                body = lines.position();
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "--input: " + file + ": " + wrong.getMessage() + "; correct the file, or leave it out", wrong);
            } catch (IOException broken) {
                throw new IOException("--input: " + file + " cannot be read; see that it is whole", broken);
            }
        }
        boolean divisible = metadata.isReadSeekEfficient() && !FileFormat.packed(file);
        FileRange whole = new FileRange(file, known, header, body, 0, 0, Long.MAX_VALUE);
        whole.divided(divisible ? metadata.sizeBytes() : 0, bytes).forEach(ranges::output);
    }
}
