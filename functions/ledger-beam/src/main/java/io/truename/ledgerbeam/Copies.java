// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigIntegerCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Copies of one content, by any number of owners. Of one size however many they are; sums of them are the same in any order.
 *
 * @param owners number of them; a sum counts an owner once for each summand that has it
 * @param documents number of them
 * @param smallest size that a document states; -1 if none states one
 * @param largest size that a document states; -1 if none states one
 * @param bytes sum of all stated sizes, which may be wrong and then more than any {@code long}
 */
record Copies(long owners, long documents, long smallest, long largest, BigInteger bytes) {
    private static final long NONE = -1;

    /** One document of one owner. */
    static Copies one(OptionalLong size) {
        long stated = size.orElse(NONE);
        return new Copies(1, 1, stated, stated, size.isEmpty() ? BigInteger.ZERO : BigInteger.valueOf(stated));
    }

    /** Whether a document states a size. */
    boolean sized() {
        return smallest != NONE;
    }

    /** Whether documents state different sizes. */
    boolean differs() {
        return smallest != largest;
    }

    /** The sum with copies of the same owner. */
    Copies plusSameOwner(Copies other) {
        return plus(other, 1);
    }

    /** The sum with copies of other owners. */
    Copies plusOtherOwners(Copies other) {
        return plus(other, Math.addExact(owners, other.owners));
    }

    private Copies plus(Copies other, long allOwners) {
        return new Copies(
                allOwners,
                Math.addExact(documents, other.documents),
                !sized() ? other.smallest : !other.sized() ? smallest : Math.min(smallest, other.smallest),
                Math.max(largest, other.largest),
                bytes.add(other.bytes));
    }

    /** Writes copies in few bytes: most are one document of one owner and one size. */
    static final class Coder extends AtomicCoder<Copies> {
        private static final long serialVersionUID = 1;

        static final Coder INSTANCE = new Coder();

        @Override
        public void encode(Copies copies, OutputStream out) throws IOException {
            VarLongCoder.of().encode(copies.owners, out);
            VarLongCoder.of().encode(copies.documents, out);
            out.write(copies.sized() ? 1 : 0);
            if (copies.sized()) {
                VarLongCoder.of().encode(copies.smallest, out);
                VarLongCoder.of().encode(copies.largest - copies.smallest, out);
                BigIntegerCoder.of().encode(copies.bytes, out);
            }
        }

        @Override
        public Copies decode(InputStream in) throws IOException {
            long owners = VarLongCoder.of().decode(in);
            long documents = VarLongCoder.of().decode(in);
            if (in.read() != 1) {
                return new Copies(owners, documents, NONE, NONE, BigInteger.ZERO);
            }
            long smallest = VarLongCoder.of().decode(in);
            long largest = smallest + VarLongCoder.of().decode(in);
            return new Copies(
                    owners, documents, smallest, largest, BigIntegerCoder.of().decode(in));
        }

        @Override
        public boolean consistentWithEquals() {
            return true;
        }
    }
}
