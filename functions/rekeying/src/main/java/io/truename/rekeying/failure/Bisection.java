// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the documents for which a batch fails, moving all others. {@link #next} is the part to try; {@link #moved} and
 * {@link #failed} report its result. Immutable, so that an instance that dies loses nothing but the place: all that is
 * not moved or quarantined is still in the plan.
 *
 * <p>Of n documents with p poisonous ones it tries 2 p ⌈log<sub>2</sub> n⌉ lists at most, and never one that failed before.
 */
public final class Bisection<T> {
    private final List<List<T>> untried;
    private final List<T> poisonous;

    private Bisection(Collection<List<T>> untried, List<T> poisonous) {
        this.untried = List.copyOf(untried);
        this.poisonous = List.copyOf(poisonous);
    }

    /** Begins with a list that failed; not empty. */
    public static <T> Bisection<T> of(List<T> failing) {
        if (failing.isEmpty()) {
            throw new IllegalArgumentException("an empty batch cannot fail");
        }
        return new Bisection<T>(List.of(failing), List.of()).failed();
    }

    /** Next part to try; empty when every element is moved or known to be poisonous. */
    public Optional<List<T>> next() {
        return untried.stream().findFirst();
    }

    /** Elements that failed alone, in the order in which they were found. */
    public List<T> poisonous() {
        return poisonous;
    }

    /** Bisection after {@link #next} was moved. */
    public Bisection<T> moved() {
        return new Bisection<>(rest(), poisonous);
    }

    /** Bisection after {@link #next} failed because of its data. */
    public Bisection<T> failed() {
        Deque<List<T>> lists = rest();
        List<T> failing = next().orElseThrow(() -> new IllegalStateException("nothing was tried"));
        List<T> found = new ArrayList<>(poisonous);
        if (failing.size() == 1) {
            found.addAll(failing);
        } else {
            int middle = failing.size() / 2;
            lists.addFirst(List.copyOf(failing.subList(middle, failing.size())));
            lists.addFirst(List.copyOf(failing.subList(0, middle)));
        }
        return new Bisection<>(lists, found);
    }

    private Deque<List<T>> rest() {
        Deque<List<T>> rest = new ArrayDeque<>(untried);
        if (rest.pollFirst() == null) {
            throw new IllegalStateException("nothing was tried");
        }
        return rest;
    }
}
