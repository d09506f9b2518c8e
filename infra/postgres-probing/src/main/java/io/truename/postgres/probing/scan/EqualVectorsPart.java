// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Database;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Observation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The same vector for different texts, anywhere in a table: compares the hash values that {@link EmbeddingPart} has read, share by
 * share. A share of more than a million vectors is compared in several passes, so that memory does not grow with the corpus. Among
 * a hundred million vectors, two different ones have the same 64 bits once in 3,700 scans.
 */
final class EqualVectorsPart implements ScanPart {
    private static final long PAGES_OF_A_PASS = 20;

    private final EmbeddingPart embeddings;
    private final Database database;
    private final Cause cause;
    private final long vectorsOfAPass;

    /**
     * The part.
     *
     * @param database of scans
     */
    EqualVectorsPart(EmbeddingPart embeddings, Database database, Cause cause, int documentsOfAPage) {
        this.vectorsOfAPass = PAGES_OF_A_PASS * documentsOfAPage;
        this.embeddings = embeddings;
        this.database = database;
        this.cause = cause;
    }

    @Override
    public String name() {
        return "equal vectors of " + embeddings.name();
    }

    @Override
    public boolean covers(Cause other) {
        return cause.equals(other);
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_INDEX);
        do {
            int share = Math.toIntExact(state.block);
            long vectors = database.with(ours -> VectorHashes.size(ours, embeddings.name(), share));
            long passes = 1 + vectors / vectorsOfAPass;
            for (long pass = 0; pass < passes; pass++) {
                compare(session, state, new Pass(share, pass, passes, (int) (vectors / passes)));
            }
            state.block++;
        } while (state.block < VectorHashes.SHARES && !timeIsUp.getAsBoolean());
        return state.block >= VectorHashes.SHARES;
    }

    /** Those vectors of a share whose hash value leaves a remainder. */
    private record Pass(int share, long number, long passes, int expected) {
        boolean has(long vector) {
            return passes == 1 || Long.remainderUnsigned(vector, passes) == number;
        }
    }

    /** Vectors with one hash value. */
    private static final class Group {
        private final long text;
        private final VectorHashes.Slice first;
        private long rows;
        private boolean differs;

        Group(long text, VectorHashes.Slice first) {
            this.text = text;
            this.first = first;
        }

        void add(long another) {
            rows++;
            differs |= another != text;
        }
    }

    private void compare(Session session, ScanState state, Pass pass) {
        Map<Long, @Nullable Group> groups = new HashMap<>();
        repeated(pass).forEach(vector -> groups.put(vector, null));
        if (groups.isEmpty()) {
            return;
        }
        each(pass.share(), slice -> {
            ByteBuffer entries = ByteBuffer.wrap(slice.hashes());
            while (entries.hasRemaining()) {
                long vector = entries.getLong();
                long text = entries.getLong();
                if (pass.has(vector) && groups.containsKey(vector)) {
                    groups.computeIfAbsent(vector, absent -> new Group(text, slice))
                            .add(text);
                }
            }
        });
        long rows = 0;
        List<String> samples = new ArrayList<>();
        for (Map.Entry<Long, @Nullable Group> entry : groups.entrySet()) {
            Group group = entry.getValue();
            if (group != null && group.differs) {
                rows += group.rows;
                if (samples.size() < Observation.MOST_SAMPLES) {
                    sample(session, entry.getKey(), group.first).ifPresent(samples::add);
                }
            }
        }
        if (rows > 0) {
            state.others().add(new Observation(cause, rows, samples));
        }
    }

    /** Hash values that occur more than once. */
    private List<Long> repeated(Pass pass) {
        Longs all = new Longs(pass.expected());
        each(pass.share(), slice -> {
            ByteBuffer entries = ByteBuffer.wrap(slice.hashes());
            for (int at = 0; at < slice.hashes().length; at += VectorHashes.ENTRY) {
                long vector = entries.getLong(at);
                if (pass.has(vector)) {
                    all.add(vector);
                }
            }
        });
        return all.repeated();
    }

    private void each(int share, Consumer<VectorHashes.Slice> work) {
        Optional<VectorHashes.Slice> last = Optional.empty();
        List<VectorHashes.Slice> some;
        do {
            Optional<VectorHashes.Slice> from = last;
            some = database.with(ours -> VectorHashes.after(ours, embeddings.name(), share, from));
            some.forEach(work);
            last = some.isEmpty() ? last : Optional.of(some.get(some.size() - 1));
        } while (!some.isEmpty());
    }

    /** An id of a chunk with the vector; empty if the row has moved or changed since it was read. */
    private Optional<String> sample(Session session, long vector, VectorHashes.Slice slice) {
        return session.one(
                embeddings.idOf(),
                row -> row.find("id", String.class),
                TableBlocks.at(slice.number()),
                TableBlocks.at(slice.until()),
                vector);
    }

    /** Numbers that are collected and sorted. */
    private static final class Longs {
        private long[] values;
        private int size;

        Longs(int expected) {
            values = new long[expected + expected / 8 + 16];
        }

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        List<Long> repeated() {
            Arrays.sort(values, 0, size);
            List<Long> repeated = new ArrayList<>();
            for (int at = 1; at < size; at++) {
                if (values[at] == values[at - 1] && (at == 1 || values[at] != values[at - 2])) {
                    repeated.add(values[at]);
                }
            }
            return repeated;
        }
    }
}
