// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A document as a list states it; what is null is absent. */
record ListedDocument(
        @Nullable String user,
        @Nullable String hash,
        @Nullable String bytes) {
    static final String HEADER = "name,bytes,user,hash\n";

    private static final String UUID_TEXT = "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Line NONE = new Line(0, 0);

    /** Documents with heavy tails; about one in ten is not as it should be. */
    static List<ListedDocument> random(long seed, int number) {
        Random random = new Random(seed);
        List<ListedDocument> documents = new ArrayList<>();
        for (ListedDocument clean : clean(seed, number)) {
            String user = clean.user();
            String hash = clean.hash();
            String bytes = clean.bytes();
            switch (random.nextInt(70)) {
                case 0 -> user = null;
                case 1 -> user = "a n";
                case 2 -> hash = null;
                case 3 -> hash = "d41d8cd98f00b204e9800998ecf8427e";
                case 4 -> bytes = null;
                case 5 -> bytes = "-1";
                case 6 -> bytes = "1" + bytes;
                default -> {
                    // As it should be.
                }
            }
            documents.add(new ListedDocument(user, hash, bytes));
        }
        return documents;
    }

    /** Documents with heavy tails, each as it should be; hashes and users that are UUIDs are in either case. */
    static List<ListedDocument> clean(long seed, int number) {
        Random random = new Random(~seed);
        List<ListedDocument> documents = new ArrayList<>();
        for (int at = 0; at < number; at++) {
            int content = (int) (number * Math.pow(random.nextDouble(), 3));
            String user = content % 3 == 0
                    ? cased(random, "6c8a1e6e-1f0b-4aa8-9f0a-" + String.format("%012x", random.nextInt(4)))
                    : "user-" + random.nextInt(1 + number / 20);
            documents.add(new ListedDocument(user, cased(random, hash(content)), Integer.toString(content % 977)));
        }
        return documents;
    }

    static String hash(int content) {
        Random random = new Random(content * 7919L);
        return String.format("%016x%016x%016x%016x", random.nextLong(), random.nextLong(), random.nextLong(), content);
    }

    private static String cased(Random random, String text) {
        return random.nextInt(5) == 0 ? text.toUpperCase(Locale.ROOT) : text;
    }

    String csv() {
        return "\"a \"\"file\"\", or so\"," + text(bytes) + "," + text(user) + "," + text(hash) + "\n";
    }

    String json() {
        List<String> fields = new ArrayList<>(List.of("\"name\":\"x\""));
        field(fields, "user", user == null ? null : "\"" + user + "\"");
        field(fields, "hash", hash == null ? null : "\"" + hash + "\"");
        field(fields, "bytes", bytes);
        return "{" + String.join(",", fields) + "}\n";
    }

    private static void field(List<String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add("\"" + name + "\":" + value);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** The ledger by its definition. */
    static CountedLedger ledger(Collection<ListedDocument> documents) {
        Map<String, List<ListedDocument>> contents = new TreeMap<>();
        CountedLedger ledger = CountedLedger.empty(true);
        for (ListedDocument document : documents) {
            String hash = text(document.hash()).toLowerCase(Locale.ROOT);
            if (!hash.matches("[0-9a-f]{64}")) {
                ledger = ledger.plus(beside(new Line(1, document.size()), NONE, 0, Differing.NONE));
            } else if (text(document.user()).isEmpty()) {
                ledger = ledger.plus(beside(NONE, new Line(1, document.size()), 0, Differing.NONE));
            } else {
                contents.computeIfAbsent(hash, absent -> new ArrayList<>()).add(document);
            }
        }
        for (List<ListedDocument> content : contents.values()) {
            ledger = ledger.plus(content(content));
        }
        return ledger;
    }

    private static CountedLedger content(List<ListedDocument> documents) {
        TreeSet<Long> sizes = new TreeSet<>();
        Map<String, Long> owners = new TreeMap<>();
        long bytes = 0;
        for (ListedDocument document : documents) {
            if (document.sized()) {
                sizes.add(document.size());
            }
            bytes += document.size();
            String user = text(document.user());
            owners.merge(user.matches(UUID_TEXT) ? user.toLowerCase(Locale.ROOT) : user, 1L, Long::sum);
        }
        if (sizes.isEmpty()) {
            return beside(NONE, NONE, documents.size(), Differing.NONE);
        }
        if (sizes.size() > 1) {
            return beside(NONE, NONE, 0, new Differing(1, new Line(documents.size(), bytes)));
        }
        SavingsLedger ledger = SavingsLedger.ofContent(sizes.first(), owners.values());
        return new CountedLedger(ledger, true, NONE, NONE, 0, Differing.NONE);
    }

    private static CountedLedger beside(Line withoutHash, Line withoutOwner, long withoutSize, Differing differing) {
        return new CountedLedger(SavingsLedger.EMPTY, true, withoutHash, withoutOwner, withoutSize, differing);
    }

    private boolean sized() {
        return text(bytes).matches("[0-9]{1,18}");
    }

    private long size() {
        return sized() ? Long.parseLong(text(bytes)) : 0;
    }
}
