// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Position automaton (Glushkov 1961) of the names that a template can give: each state is a character of a field or of the fixed text. No
 * field is empty, so that a path through it is one way to divide a name into fields. Two inputs share a name exactly if two paths read one
 * text (Book, Even, Greibach and Ott 1971): a search over pairs of states finds them, or proves that there are none.
 */
final class NameAutomaton {
    private static final int MOST_ORDINAL_DIGITS = 10;
    private static final int UUID_LENGTH = 36;

    private final List<CharacterSet> characters = new ArrayList<>();
    /** Number of the part that each state belongs to. */
    private final List<Integer> parts = new ArrayList<>();

    private final List<BitSet> next = new ArrayList<>();
    private final BitSet first;
    private final BitSet last;

    private record Ends(BitSet first, BitSet last) {}

    private record Pair(int one, int other, boolean differ) {}

    private record Step(Pair from, char character) {}

    /**
     * Builds the automaton.
     *
     * @param alphabets narrower characters of fields
     * @param digits number of hex digits of a content hash
     */
    NameAutomaton(NameTemplate template, Map<NameField, CharacterSet> alphabets, int digits) {
        BitSet begin = new BitSet();
        BitSet end = new BitSet();
        for (int part = 0; part < template.parts().size(); part++) {
            NameTemplate.Part of = template.parts().get(part);
            int number = part;
            Ends ends = of.field()
                    .map(field -> field(field, alphabets.getOrDefault(field, field.characters()), digits, number))
                    .orElseGet(() -> fixed(List.of(CharacterSet.of(of.character())), number));
            if (part == 0) {
                begin = ends.first;
            }
            end.stream().forEach(state -> next.get(state).or(ends.first));
            end = ends.last;
        }
        first = begin;
        last = end;
    }

    private Ends field(NameField field, CharacterSet alphabet, int digits, int part) {
        return switch (field) {
            case CONTENT_HASH -> fixed(java.util.Collections.nCopies(digits, alphabet), part);
            case DOCUMENT -> {
                List<CharacterSet> uuid = new ArrayList<>(java.util.Collections.nCopies(UUID_LENGTH, alphabet));
                for (int hyphen : new int[] {8, 13, 18, 23}) {
                    uuid.set(hyphen, CharacterSet.of('-'));
                }
                yield fixed(uuid, part);
            }
            case ORDINAL -> ordinal(part);
            case USER, CHUNKER, CHUNKER_VERSION -> {
                int state = state(alphabet, part);
                next.get(state).set(state);
                yield new Ends(bits(state), bits(state));
            }
        };
    }

    /** Zero, or up to ten digits that do not begin with one. */
    private Ends ordinal(int part) {
        int zero = state(CharacterSet.of('0'), part);
        BitSet ends = bits(zero);
        int before = state(CharacterSet.DIGIT_BUT_ZERO, part);
        BitSet begins = bits(zero, before);
        ends.set(before);
        for (int digit = 1; digit < MOST_ORDINAL_DIGITS; digit++) {
            int state = state(CharacterSet.DIGIT, part);
            next.get(before).set(state);
            ends.set(state);
            before = state;
        }
        return new Ends(begins, ends);
    }

    private Ends fixed(List<CharacterSet> sets, int part) {
        int from = state(sets.get(0), part);
        int before = from;
        for (CharacterSet set : sets.subList(1, sets.size())) {
            int state = state(set, part);
            next.get(before).set(state);
            before = state;
        }
        return new Ends(bits(from), bits(before));
    }

    private int state(CharacterSet set, int part) {
        characters.add(set);
        parts.add(part);
        next.add(new BitSet());
        return characters.size() - 1;
    }

    private static BitSet bits(int... states) {
        BitSet bits = new BitSet();
        for (int state : states) {
            bits.set(state);
        }
        return bits;
    }

    /** A name that two different inputs give, the shortest; empty if no two inputs share a name. */
    Optional<String> ambiguousName() {
        return common(this, true);
    }

    /** A name that inputs of both templates give, the shortest; empty if there is none. */
    Optional<String> nameSharedWith(NameAutomaton other) {
        return common(other, false);
    }

    private Optional<String> common(NameAutomaton other, boolean mustDiffer) {
        Map<Pair, Step> found = new HashMap<>();
        Deque<Pair> open = new ArrayDeque<>();
        Pair root = new Pair(-1, -1, false);
        visit(root, first, other, other.first, found, open);
        while (!open.isEmpty()) {
            Pair pair = open.remove();
            if (last.get(pair.one) && other.last.get(pair.other) && (pair.differ || !mustDiffer)) {
                return Optional.of(text(pair, found));
            }
            visit(pair, next.get(pair.one), other, other.next.get(pair.other), found, open);
        }
        return Optional.empty();
    }

    private void visit(
            Pair from, BitSet ones, NameAutomaton other, BitSet others, Map<Pair, Step> found, Deque<Pair> open) {
        ones.stream()
                .forEach(one -> others.stream().forEach(two -> {
                    Pair to = new Pair(one, two, from.differ || one != two);
                    if (!found.containsKey(to)) {
                        characters.get(one).common(other.characters.get(two)).ifPresent(character -> {
                            found.put(to, new Step(from, character));
                            open.add(to);
                        });
                    }
                }));
    }

    private static String text(Pair end, Map<Pair, Step> found) {
        StringBuilder text = new StringBuilder();
        for (Step step = found.get(end); step != null; step = found.get(step.from)) {
            text.append(step.character);
        }
        return text.reverse().toString();
    }
}
