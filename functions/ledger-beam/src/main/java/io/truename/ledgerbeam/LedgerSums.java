// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.beam.sdk.coders.BigIntegerCoder;

/**
 * Sums of a ledger while it is counted. No sum is too large: a list may state sizes that no {@code long} holds the sum of, and which part
 * of a list meets them first depends on the runner.
 */
final class LedgerSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final EnumMap<Sum, BigInteger> sums = new EnumMap<>(Sum.class);

    /** Sums by name, as the store of ledgers in PostgreSQL has them. */
    enum Sum {
        CONTENTS,
        UNIQUE_BYTES,
        SAME_OWNER,
        SAME_OWNER_BYTES,
        ACROSS_OWNERS,
        ACROSS_OWNERS_BYTES,
        WITHOUT_HASH,
        WITHOUT_HASH_BYTES,
        WITHOUT_OWNER,
        WITHOUT_OWNER_BYTES,
        WITHOUT_SIZE,
        DIFFERING_CONTENTS,
        DIFFERING,
        DIFFERING_BYTES
    }

    /** Adds a content with all its copies. */
    void add(Copies content) {
        if (!content.sized()) {
            add(Sum.WITHOUT_SIZE, content.documents());
        } else if (content.differs()) {
            add(Sum.DIFFERING_CONTENTS, 1);
            add(Sum.DIFFERING, content.documents());
            add(Sum.DIFFERING_BYTES, content.bytes());
        } else {
            BigInteger size = BigInteger.valueOf(content.smallest());
            long same = content.documents() - content.owners();
            long across = content.owners() - 1;
            add(Sum.CONTENTS, 1);
            add(Sum.UNIQUE_BYTES, size);
            add(Sum.SAME_OWNER, same);
            add(Sum.SAME_OWNER_BYTES, size.multiply(BigInteger.valueOf(same)));
            add(Sum.ACROSS_OWNERS, across);
            add(Sum.ACROSS_OWNERS_BYTES, size.multiply(BigInteger.valueOf(across)));
        }
    }

    /** Adds a document whose hash is unknown. */
    void addWithoutHash(OptionalLong size) {
        add(Sum.WITHOUT_HASH, 1);
        add(Sum.WITHOUT_HASH_BYTES, size.orElse(0));
    }

    /** Adds a document with a hash, whose owner is unknown. */
    void addWithoutOwner(OptionalLong size) {
        add(Sum.WITHOUT_OWNER, 1);
        add(Sum.WITHOUT_OWNER_BYTES, size.orElse(0));
    }

    /** Adds sums of other documents; of contents, of other ones. */
    void add(LedgerSums other) {
        for (Sum sum : Sum.values()) {
            add(sum, other.get(sum));
        }
    }

    private BigInteger get(Sum sum) {
        return sums.getOrDefault(sum, BigInteger.ZERO);
    }

    private void add(Sum sum, long more) {
        add(sum, BigInteger.valueOf(more));
    }

    private void add(Sum sum, BigInteger more) {
        sums.merge(sum, more, BigInteger::add);
    }

    /**
     * The ledger.
     *
     * @throws LedgerOverflowException if a sum, or all bytes together, are more than 2^63 - 1
     */
    CountedLedger counted() {
        bytes();
        Line unique = line(Sum.CONTENTS, Sum.UNIQUE_BYTES);
        return new CountedLedger(
                new SavingsLedger(
                        unique.documents(),
                        unique,
                        line(Sum.SAME_OWNER, Sum.SAME_OWNER_BYTES),
                        line(Sum.ACROSS_OWNERS, Sum.ACROSS_OWNERS_BYTES)),
                true,
                line(Sum.WITHOUT_HASH, Sum.WITHOUT_HASH_BYTES),
                line(Sum.WITHOUT_OWNER, Sum.WITHOUT_OWNER_BYTES),
                exact(Sum.WITHOUT_SIZE),
                new Differing(exact(Sum.DIFFERING_CONTENTS), line(Sum.DIFFERING, Sum.DIFFERING_BYTES)));
    }

    /** Bytes of all documents, in the ledger and beside it. */
    long bytes() {
        BigInteger all = BigInteger.ZERO;
        for (Sum sum : Sum.values()) {
            all = sum.name().endsWith("_BYTES") ? all.add(get(sum)) : all;
        }
        return exact("bytes", all);
    }

    void write(OutputStream out) throws IOException {
        for (Sum sum : Sum.values()) {
            BigIntegerCoder.of().encode(get(sum), out);
        }
    }

    static LedgerSums read(InputStream in) throws IOException {
        LedgerSums read = new LedgerSums();
        for (Sum sum : Sum.values()) {
            read.add(sum, BigIntegerCoder.of().decode(in));
        }
        return read;
    }

    private Line line(Sum documents, Sum bytes) {
        return new Line(exact(documents), exact(bytes));
    }

    private long exact(Sum sum) {
        return exact(sum.name().toLowerCase(Locale.ROOT), get(sum));
    }

    private static long exact(String name, BigInteger value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new LedgerOverflowException(name, value, tooLarge);
        }
    }
}
