// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts documents that come ordered by user, in memory that does not grow with the corpus, and can be put aside and taken up
 * again. Documents of one user must come one after the other: this allows users to be counted without remembering them.
 */
public final class CorpusTally {
    /** Dimension by which documents are grouped. */
    public enum Dimension {
        VERSION,
        MONTH,
        STATUS,
        PRIORITY
    }

    /** Maximum number of groups in one dimension; further ones are counted as {@link #OTHER}. A status is no free text. */
    public static final int MOST_GROUPS = 240;

    public static final String OTHER = "(other)";
    public static final String NONE = "(none)";

    private static final Comparator<Retrievability.User> MOST_LOST_FIRST =
            Comparator.<Retrievability.User>comparingLong(user -> user.documents() - user.retrievable())
                    .reversed()
                    .thenComparing(Retrievability.User::user);

    /**
     * All that was counted so far.
     *
     * @param refused documents whose true id cannot be computed, by the input that is not legal
     * @param wrongRecipe ids of the recipe's version that the recipe does not give
     * @param users that are complete; {@code user} is not among them
     * @param withNone users who can retrieve none of their documents
     * @param withSome users who can retrieve some but not all
     * @param user whose documents come now; null before the first
     */
    public record State(
            Map<Dimension, Map<String, DocumentCounts>> groups,
            Map<String, Long> refused,
            long wrongRecipe,
            long users,
            long withNone,
            long withSome,
            List<Retrievability.User> largest,
            List<Retrievability.User> mostLost,
            Retrievability.@org.jspecify.annotations.Nullable User user) {
        public static final State EMPTY = new State(Map.of(), Map.of(), 0, 0, 0, 0, List.of(), List.of(), null);

        /** Over all documents. */
        public DocumentCounts total() {
            return group(Dimension.VERSION).values().stream().reduce(DocumentCounts.NONE, DocumentCounts::plus);
        }

        /** The groups of a dimension, by name. */
        public Map<String, DocumentCounts> group(Dimension dimension) {
            return groups.getOrDefault(dimension, Map.of());
        }

        /** Retrievability of the documents counted so far, including those of the current user. */
        public Retrievability impact() {
            CorpusTally ended = new CorpusTally(this);
            ended.endUser();
            DocumentCounts total = total();
            return new Retrievability(
                    total.documents(), total.retrievable(), ended.users, ended.withNone, ended.largest);
        }

        /** The same with the last user counted in. */
        public State ended() {
            CorpusTally ended = new CorpusTally(this);
            ended.endUser();
            return ended.state();
        }
    }

    private final Map<Dimension, Map<String, DocumentCounts>> groups = new EnumMap<>(Dimension.class);
    private final Map<String, Long> refused;
    private final List<Retrievability.User> largest;
    private final List<Retrievability.User> mostLost;
    private long wrongRecipe;
    private long users;
    private long withNone;
    private long withSome;
    private Retrievability.@org.jspecify.annotations.Nullable User user;

    /** Continues from the given state. */
    public CorpusTally(State state) {
        for (Dimension dimension : Dimension.values()) {
            groups.put(dimension, new TreeMap<>(state.group(dimension)));
        }
        refused = new TreeMap<>(state.refused());
        wrongRecipe = state.wrongRecipe();
        users = state.users();
        withNone = state.withNone();
        withSome = state.withSome();
        largest = new ArrayList<>(state.largest());
        mostLost = new ArrayList<>(state.mostLost());
        user = state.user();
    }

    /** Counts a document. */
    public void add(ScannedDocument document) {
        DocumentCounts counts = document.counts();
        add(Dimension.VERSION, document.version(), counts);
        add(Dimension.MONTH, document.month().orElse(NONE), counts);
        add(Dimension.STATUS, document.status().orElse(NONE), counts);
        add(
                Dimension.PRIORITY,
                PriorityClass.of(document.recent(), document.chunks() > 0).name(),
                counts);
        document.refusedField().ifPresent(field -> refused.merge(field, 1L, Long::sum));
        if (document.ofOurVersion() && !document.idTrue()) {
            wrongRecipe++;
        }
        Retrievability.User before = user;
        if (before == null || !before.user().equals(document.user())) {
            endUser();
            before = new Retrievability.User(document.user(), 0, 0);
        }
        user = new Retrievability.User(
                before.user(), before.documents() + 1, before.retrievable() + (document.retrievable() ? 1 : 0));
    }

    /** All that was counted so far. */
    public State state() {
        Map<Dimension, Map<String, DocumentCounts>> copy = new EnumMap<>(Dimension.class);
        groups.forEach((dimension, group) -> copy.put(dimension, new TreeMap<>(group)));
        return new State(
                copy,
                new TreeMap<>(refused),
                wrongRecipe,
                users,
                withNone,
                withSome,
                List.copyOf(largest),
                List.copyOf(mostLost),
                user);
    }

    private void add(Dimension dimension, String name, DocumentCounts counts) {
        Map<String, DocumentCounts> group = groups.computeIfAbsent(dimension, absent -> new TreeMap<>());
        String known = group.containsKey(name) || group.size() < MOST_GROUPS ? name : OTHER;
        group.merge(known, counts, DocumentCounts::plus);
    }

    private void endUser() {
        Retrievability.User complete = user;
        user = null;
        if (complete == null) {
            return;
        }
        users++;
        if (complete.retrievable() == 0) {
            withNone++;
        } else if (complete.retrievable() < complete.documents()) {
            withSome++;
        }
        keepFirst(largest, complete, Retrievability.LARGEST_FIRST);
        if (complete.retrievable() < complete.documents()) {
            keepFirst(mostLost, complete, MOST_LOST_FIRST);
        }
    }

    private static void keepFirst(
            List<Retrievability.User> list, Retrievability.User candidate, Comparator<Retrievability.User> order) {
        int at = 0;
        while (at < list.size() && order.compare(list.get(at), candidate) <= 0) {
            at++;
        }
        if (at < Retrievability.MOST_USERS) {
            list.add(at, candidate);
            if (list.size() > Retrievability.MOST_USERS) {
                list.remove(Retrievability.MOST_USERS);
            }
        }
    }
}
