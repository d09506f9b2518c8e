// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Checks the embeddings of one column, in any order: each has the dimension of most, is not zero, and is a number in every
 * component. Can be put aside as its groups and taken up again. Not thread-safe.
 */
public final class EmbeddingChecks {
    private final Observations observations;
    private final Cause dimension;
    private final Cause zero;
    private final Cause notANumber;
    private final Majorities dimensions;

    /** Embeddings of one size in a row: nearly all are, and a group costs more than a count. */
    private int run;

    private long rowsOfRun;
    private final List<String> samplesOfRun = new ArrayList<>();

    /**
     * Begins a pass or goes on with it.
     *
     * @param observations take what one row shows
     * @param table name as {@code schema.table}
     * @param sofar what {@link #dimensions} gave before
     */
    public EmbeddingChecks(Observations observations, String table, String column, List<Majorities.Group> sofar) {
        this.observations = observations;
        dimension = new Cause(FindingKind.EMBEDDING_DIMENSION, table, column);
        zero = new Cause(FindingKind.EMBEDDING_ZERO, table, column);
        notANumber = new Cause(FindingKind.EMBEDDING_NOT_A_NUMBER, table, column);
        dimensions = new Majorities(sofar);
    }

    /**
     * Takes the embedding of a chunk.
     *
     * @param size its number of components
     * @param squares sum of the squares of its components, which is zero, a number, or none
     */
    public void embedding(StoredId chunk, int size, double squares) {
        if (size != run) {
            endRun();
            run = size;
        }
        rowsOfRun++;
        if (samplesOfRun.size() < Observation.MOST_SAMPLES) {
            samplesOfRun.add(chunk.toString());
        }
        if (!Double.isFinite(squares)) {
            observations.add(notANumber, chunk.toString());
        } else if (squares == 0) {
            observations.add(zero, chunk.toString());
        }
    }

    /** Embeddings by their number of components. */
    public List<Majorities.Group> dimensions() {
        endRun();
        return dimensions.list();
    }

    /**
     * Adds what the majority decides, at the end.
     *
     * @param prior dimensions of the last pass over the whole corpus
     */
    public void addMinorities(Observations all, List<Majorities.Group> prior) {
        List<Majorities.Group> groups = dimensions();
        Majorities usual = new Majorities(prior);
        groups.forEach(group -> usual.add(group.name(), group.rows(), group.odd(), List.of()));
        String most = usual.list().stream()
                .max(Comparator.comparingLong(Majorities.Group::rows))
                .map(Majorities.Group::name)
                .orElse("");
        for (Majorities.Group group : groups) {
            if (!group.name().equals(most)) {
                all.add(new Observation(dimension, group.rows(), group.samples()));
            }
        }
    }

    private void endRun() {
        dimensions.add(Integer.toString(run), rowsOfRun, rowsOfRun, samplesOfRun);
        rowsOfRun = 0;
        samplesOfRun.clear();
    }
}
