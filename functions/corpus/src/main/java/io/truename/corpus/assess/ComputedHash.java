// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.schema.Finding;
import io.truename.reporting.Value;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Content of which the recipe has the server compute the SHA-256: the bytes of one reading of all rows, and its time by a measured sample.
 *
 * @param content {@code schema.table}, and the columns
 * @param rows whose SHA-256 is computed
 * @param estimated whether rows and bytes are estimates
 * @param seconds of one reading, by the sample
 * @param sampledRows of which the hash was computed to measure the time
 * @param sampledBytes of these rows
 */
public record ComputedHash(
        String content, long rows, boolean estimated, long bytes, double seconds, long sampledRows, long sampledBytes) {

    /** Finding for a plan; one for all contents of a recipe. */
    public static List<Finding> findings(String code, List<ComputedHash> hashes) {
        if (hashes.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                Finding.Severity.NOTE,
                code,
                hashes.stream().map(ComputedHash::content).collect(Collectors.joining(", ")),
                hashes.stream().map(ComputedHash::cost).collect(Collectors.joining(" "))
                        + " Planning and each validation read all of it, a batch that of its documents.",
                "Plan with that time. To read them once only, store the hashes in a column, or import them with"
                        + " POST /content-hashes."));
    }

    private String cost() {
        String about = estimated ? "about " : "";
        return "The SHA-256 of " + content + " is computed for " + about
                + Value.count(rows).forPeople()
                + (rows == 1 ? " row" : " rows") + " with " + about
                + Value.bytes(bytes).forPeople()
                + "; by a sample of " + Value.count(sampledRows).forPeople()
                + " on this server, one reading takes about "
                + Value.seconds(seconds).forPeople() + ".";
    }
}
