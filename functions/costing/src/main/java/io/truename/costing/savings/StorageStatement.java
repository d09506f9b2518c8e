// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Statement of a ledger in four columns: bytes as the owners see them, their share of what the database has allocated, those that
 * deleting could give back now, and those that the bill would notice. Both first columns add up to their totals exactly.
 *
 * @param rows unique, same owner, across owners
 * @param storage with the bytes that dead rows and free space take, which VACUUM FULL gives back without deleting a document
 */
public record StorageStatement(List<Row> rows, long logical, StorageSize storage, long billedNow, long billedPossible) {
    public StorageStatement {
        rows = List.copyOf(rows);
    }

    /** Kinds of lines, in their order. */
    public enum Kind {
        UNIQUE,
        SAME_OWNER,
        ACROSS_OWNERS
    }

    /**
     * A line.
     *
     * @param reclaimable allocated bytes that can be used again once these documents are deleted; 0 for what must stay, or needs storage
     *     that owners share
     */
    public record Row(
            Kind kind, long documents, long logical, long allocated, long reclaimable, StorageBilling.Effect billed) {}

    /** The statement of a ledger whose documents take that storage. */
    public static StorageStatement of(SavingsLedger ledger, StorageSize storage, StorageBilling billing) {
        List<SavingsLedger.Line> lines = List.of(ledger.unique(), ledger.sameOwner(), ledger.acrossOwners());
        List<Long> shares = shares(
                storage.allocated(),
                lines.stream().map(SavingsLedger.Line::bytes).toList());
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Kind kind = Kind.values()[at];
            SavingsLedger.Line line = lines.get(at);
            long share = shares.get(at);
            long reclaimable = kind == Kind.SAME_OWNER ? share : 0;
            rows.add(new Row(kind, line.documents(), line.bytes(), share, reclaimable, billing.of(reclaimable)));
        }
        return new StorageStatement(
                rows,
                ledger.total().bytes(),
                storage,
                rows.stream().mapToLong(row -> row.billed().now()).sum(),
                rows.stream().mapToLong(row -> row.billed().possible()).sum());
    }

    public Row row(Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).findFirst().orElseThrow();
    }

    /** Largest remainder: whole bytes that add up. Without logical bytes, the first line, what must stay, has all. */
    static List<Long> shares(long whole, List<Long> weights) {
        BigInteger sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            return IntStream.range(0, weights.size())
                    .mapToObj(at -> at == 0 ? whole : 0L)
                    .toList();
        }
        List<BigInteger[]> parts = weights.stream()
                .map(weight -> BigInteger.valueOf(whole)
                        .multiply(BigInteger.valueOf(weight))
                        .divideAndRemainder(sum))
                .toList();
        long left = whole
                - parts.stream().mapToLong(part -> part[0].longValueExact()).sum();
        List<Integer> byRemainder = IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> parts.get(at)[1]).reversed())
                .limit(left)
                .toList();
        return IntStream.range(0, parts.size())
                .mapToObj(at -> parts.get(at)[0].longValueExact() + (byRemainder.contains(at) ? 1 : 0))
                .toList();
    }
}
