// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BisectionTest {
    @Property
    void halving_findsExactlyThePoisonousAndMovesTheOthers(
            @ForAll @IntRange(min = 1, max = 300) int documents,
            @ForAll Set<@IntRange(min = 0, max = 299) Integer> drawn,
            @ForAll @IntRange(min = 0, max = 299) int always) {
        Set<Integer> poison = new TreeSet<>(drawn);
        poison.add(always % documents);
        poison.removeIf(document -> document >= documents);
        List<Integer> all = IntStream.range(0, documents).boxed().collect(Collectors.toList());
        Bisection<Integer> halving = Bisection.of(all);
        List<Integer> moved = new ArrayList<>();
        Set<List<Integer>> tried = new HashSet<>(Set.of(all));
        int tries = 0;
        while (halving.next().isPresent()) {
            List<Integer> list = halving.next().get();
            assertThat(list).isNotEmpty();
            assertThat(tried.add(list)).as("tried once").isTrue();
            tries++;
            if (list.stream().anyMatch(poison::contains)) {
                halving = halving.failed();
            } else {
                moved.addAll(list);
                halving = halving.moved();
            }
        }
        assertThat(halving.poisonous()).containsExactlyElementsOf(poison);
        List<Integer> others = new ArrayList<>(all);
        others.removeAll(poison);
        assertThat(moved).containsExactlyElementsOf(others);
        double log = Math.ceil(Math.log(documents) / Math.log(2));
        assertThat(tries).isLessThanOrEqualTo((int) (2 * poison.size() * log));
    }

    @Test
    void halving_ofOneIsDone() {
        Bisection<String> halving = Bisection.of(List.of("one"));
        assertThat(halving.next()).isEmpty();
        assertThat(halving.poisonous()).containsExactly("one");
        assertThatThrownBy(halving::moved).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(halving::failed).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void halving_ofNothing() {
        assertThatThrownBy(() -> Bisection.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
