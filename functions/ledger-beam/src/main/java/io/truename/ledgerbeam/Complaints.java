// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Complaints of one kind about lines: their number, and the first by file and line. */
final class Complaints implements Serializable {
    /** Complaints of a kind that are told one by one. */
    static final int MOST_TOLD = 20;

    private static final long serialVersionUID = 1;

    private long number;
    private final TreeSet<Complaint> first = new TreeSet<>();

    /**
     * A complaint about one line.
     *
     * @param range of the file that has the line
     * @param line from 1 in the range
     */
    record Complaint(String file, int range, long line, String problem) implements Comparable<Complaint>, Serializable {
        private static final Comparator<Complaint> ORDER = Comparator.comparing(Complaint::file)
                .thenComparingInt(Complaint::range)
                .thenComparingLong(Complaint::line);

        @Override
        public int compareTo(Complaint other) {
            return ORDER.compare(this, other);
        }
    }

    void add(Complaint complaint) {
        number++;
        tell(complaint);
    }

    void add(Complaints other) {
        number = Math.addExact(number, other.number);
        other.first.forEach(this::tell);
    }

    long number() {
        return number;
    }

    /** The first, at most {@link #MOST_TOLD}. */
    List<Complaint> first() {
        return List.copyOf(first);
    }

    private void tell(Complaint complaint) {
        first.add(complaint);
        if (first.size() > MOST_TOLD) {
            first.pollLast();
        }
    }
}
