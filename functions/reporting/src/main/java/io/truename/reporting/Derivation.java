// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Derivation of a figure: enough for a reader to compute it again, and to know how far to trust it.
 *
 * @param formula in words or signs, over the names of the inputs
 * @param inputs in the order of the formula
 * @param from begin of the time that the figure is about
 * @param until its end, exclusive; equal to the begin for a state at one moment
 * @param source where the inputs come from
 * @param asOf time of the newest input
 * @param interval empty if the figure is exact
 */
public record Derivation(
        String formula,
        List<Input> inputs,
        Instant from,
        Instant until,
        String source,
        Instant asOf,
        Certainty certainty,
        Optional<Interval> interval) {
    public Derivation {
        inputs = List.copyOf(inputs);
        if (formula.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("formula, source: of a figure are needed; name both");
        }
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("until: not before from");
        }
    }

    /** How a figure came about. */
    public enum Certainty {
        /** Counted or read. */
        MEASURED("measured"),
        /** Computed from a part, or from a model. */
        ESTIMATED("estimated"),
        /** Given by a person or a configuration. */
        ASSUMED("assumed");

        private final String word;

        Certainty(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** A named number of the formula. */
    public record Input(String name, Value value) {}

    /**
     * Range that holds the true value in a stated share of cases.
     *
     * @param confidence between 0 and 1
     */
    public record Interval(Value low, Value high, double confidence) {
        public Interval {
            if (!(confidence > 0 && confidence < 1)) {
                throw new IllegalArgumentException("confidence: between 0 and 1");
            }
        }

        String forPeople() {
            return low.forPeople() + " to " + high.forPeople() + " (" + Math.round(confidence * 100) + " %)";
        }
    }

    /** The same figure as a range. */
    public Derivation within(Interval range) {
        return new Derivation(formula, inputs, from, until, source, asOf, certainty, Optional.of(range));
    }

    /** The same with other certainty. */
    public Derivation as(Certainty other) {
        return new Derivation(formula, inputs, from, until, source, asOf, other, interval);
    }

    /** Measured, estimated or assumed, and the interval or the word exact. */
    public String trust() {
        return certainty.word() + ", " + interval.map(Interval::forPeople).orElse("exact");
    }

    /** Lines that renderings show below a figure: the same in each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("= " + formula);
        inputs.forEach(input -> lines.add(input.name() + ": " + input.value().forPeople()));
        lines.add(from.equals(until) ? "At " + from : "From " + from + " until " + until);
        lines.add("Source: " + source + ", as of " + asOf);
        lines.add(trust());
        return lines;
    }
}
