// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.savings.CountedLedger.Differing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Count of a list of documents of any length in memory of one size. While its contents fit, all are counted, and the ledger is exact. When
 * they do not fit any more, only contents whose hash is in the first half of all hashes are kept, then in the first quarter, and so on: what is
 * left is a sample of contents, each with every document that has it. The contents with the most bytes are counted in a second reading of the
 * list. Not for several threads.
 */
public final class ListedDocuments {
    /** Contents and owners of contents that fit in about 100 MB. */
    public static final Bounds USUAL = new Bounds(200_000, 2_000_000, 1_000);

    private static final int MOST_CONFLICTS = 20;
    private static final int HEAVY_FOR_EACH = 5;
    private static final int MOST_BITS = 32;

    private final Bounds bounds;
    private final Map<ContentHash, ListedContent> sample = new HashMap<>();
    private final Map<ContentHash, ListedContent> largest = new HashMap<>();
    private final HeavyContents heavy;
    private int bits;
    private long pairs;
    private long largestPairs;
    private long documents;
    private long bytes;
    private boolean again;

    public ListedDocuments(Bounds bounds) {
        this.bounds = bounds;
        this.heavy = new HeavyContents(bounds.largest() * HEAVY_FOR_EACH);
    }

    /**
     * Bounds of memory.
     *
     * @param contents at most at a time
     * @param owners of all these contents together
     * @param largest contents that are counted exactly where the others are a sample
     */
    public record Bounds(int contents, int owners, int largest) {
        public Bounds {
            if (contents < 1 || owners < 1 || largest < 1) {
                throw new IllegalArgumentException("contents, owners, largest: at least 1");
            }
        }
    }

    /** Two lines of which one states a wrong size, as both have one hash. */
    public record Conflict(long line, long firstLine) {}

    /**
     * Contents of a list: the ledger, or an estimate of it.
     *
     * @param exact the ledger, if all contents fit in memory
     * @param sample the estimate otherwise
     * @param differing contents that state different sizes; of those in the sample, if there is one
     * @param conflicts the first of them by line
     */
    public record Outcome(
            long documents,
            long bytes,
            Optional<SavingsLedger> exact,
            Optional<SampleEstimate> sample,
            Differing differing,
            List<Conflict> conflicts) {}

    /**
     * Adds a document, in the first reading.
     *
     * @param line of the list, from 1
     * @param hash SHA-256
     * @param size bytes, not negative
     */
    public void add(long line, byte[] hash, String owner, long size) {
        if (again || size < 0 || line < 1) {
            throw new IllegalArgumentException("line, size: from 1, not negative, and before the second reading");
        }
        ContentHash key = ContentHash.of(hash);
        documents = Math.addExact(documents, 1);
        bytes = Math.addExact(bytes, size);
        heavy.add(key, size);
        if (key.within(bits)) {
            if (sample.computeIfAbsent(key, absent -> new ListedContent(size, line))
                    .add(owner, size, line)) {
                pairs++;
            }
            while (sample.size() > bounds.contents() || pairs > bounds.owners()) {
                halve();
            }
        }
    }

    private void halve() {
        bits++;
        if (bits > MOST_BITS) {
            throw tooMany();
        }
        Iterator<Map.Entry<ContentHash, ListedContent>> contents =
                sample.entrySet().iterator();
        while (contents.hasNext()) {
            Map.Entry<ContentHash, ListedContent> content = contents.next();
            if (!content.getKey().within(bits)) {
                pairs -= content.getValue().owners();
                contents.remove();
            }
        }
    }

    /** Whether the list has to be read again, from its begin, for its largest contents; ends the first reading. */
    public boolean readAgain() {
        if (bits > 0 && !again) {
            heavy.largest(bounds.largest()).forEach(hash -> largest.put(hash, new ListedContent(0, 0)));
        }
        again = true;
        return bits > 0;
    }

    /** Adds a document in the second reading, the same as in the first. */
    public void addAgain(long line, byte[] hash, String owner, long size) {
        ContentHash key = ContentHash.of(hash);
        ListedContent content = largest.get(key);
        if (content == null) {
            return;
        }
        if (content.owners() == 0) {
            content = new ListedContent(size, line);
            largest.put(key, content);
        }
        if (content.add(owner, size, line) && ++largestPairs > 2L * bounds.owners()) {
            throw tooMany();
        }
    }

    private static IllegalArgumentException tooMany() {
        return new IllegalArgumentException(
                "list: a few contents have more owners than fit in memory; load it into a table, and count that");
    }

    /** The ledger or its estimate, after all readings. */
    public Outcome outcome() {
        if (bits > 0 && !again) {
            throw new IllegalStateException("the list was not read again");
        }
        Differing differing = Differing.NONE;
        List<Conflict> conflicts = new ArrayList<>();
        SavingsLedger ledger = SavingsLedger.EMPTY;
        Map<ContentHash, ListedContent> all = new HashMap<>(sample);
        all.putAll(largest);
        ContentSample contents = new ContentSample(bits, bytes);
        for (Map.Entry<ContentHash, ListedContent> entry : all.entrySet()) {
            ListedContent content = entry.getValue();
            if (content.differs()) {
                differing = differing.plus(new Differing(1, content.documents()));
                conflicts.add(new Conflict(content.otherLine(), content.firstLine()));
            } else if (bits == 0) {
                ledger = ledger.plus(content.ledger());
            } else if (largest.containsKey(entry.getKey())) {
                contents.addLargest(entry.getKey().bytes(), content.ledger());
            } else {
                contents.add(entry.getKey().bytes(), content.ledger());
            }
        }
        conflicts.sort(Comparator.comparingLong(Conflict::line));
        return new Outcome(
                documents,
                bytes,
                bits == 0 ? Optional.of(ledger) : Optional.empty(),
                bits == 0 ? Optional.empty() : Optional.of(contents.estimate()),
                differing,
                List.copyOf(conflicts.subList(0, Math.min(conflicts.size(), MOST_CONFLICTS))));
    }
}
