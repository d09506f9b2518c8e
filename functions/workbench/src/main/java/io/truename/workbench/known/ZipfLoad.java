// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.known;

import io.truename.identity.DocumentName;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Requests for documents of which the one of rank r is asked for in proportion to 1 / r^s: of stored ones, and for a share of requests
 * of ones that are not stored. The same seed gives the same requests. Not thread-safe.
 */
final class ZipfLoad {
    /** Documents that are not stored, for each stored one. */
    private static final int STORED_FOR_ONE_ABSENT = 10;

    private final DocumentName[] stored;
    private final DocumentName[] absent;
    private final double[] storedUpTo;
    private final double[] absentUpTo;
    private final double absentShare;
    private final SplittableRandom random;

    ZipfLoad(int documents, double exponent, double absentShare, long seed) {
        this.stored = new DocumentName[documents];
        Arrays.setAll(stored, number -> KnownCorpus.name(number));
        this.absent = new DocumentName[Math.max(1, documents / STORED_FOR_ONE_ABSENT)];
        Arrays.setAll(absent, number -> KnownCorpus.name(-1 - number));
        this.storedUpTo = upTo(documents, exponent);
        this.absentUpTo = upTo(absent.length, exponent);
        this.absentShare = absentShare;
        this.random = new SplittableRandom(seed);
        shuffle(stored);
    }

    /** The next document that is asked for. */
    DocumentName next() {
        return random.nextDouble() < absentShare ? draw(absent, absentUpTo) : draw(stored, storedUpTo);
    }

    /** The stored documents that are asked for most. */
    DocumentName[] hottest(int most) {
        return Arrays.copyOf(stored, Math.min(most, stored.length));
    }

    private DocumentName draw(DocumentName[] names, double[] upTo) {
        int place = Arrays.binarySearch(upTo, random.nextDouble());
        return names[Math.min(place < 0 ? -1 - place : place, names.length - 1)];
    }

    /** Share of requests for the first ranks, by rank. */
    private static double[] upTo(int documents, double exponent) {
        double[] upTo = new double[documents];
        double sum = 0;
        for (int rank = 0; rank < documents; rank++) {
            sum += Math.pow(rank + 1.0, -exponent);
            upTo[rank] = sum;
        }
        for (int rank = 0; rank < documents; rank++) {
            upTo[rank] /= sum;
        }
        return upTo;
    }

    /** The newest documents are not the ones that are asked for most. */
    private void shuffle(DocumentName[] names) {
        for (int at = names.length - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            DocumentName kept = names[at];
            names[at] = names[other];
            names[other] = kept;
        }
    }
}
