// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Work that recorded events say was skipped, because its result was there. Every attempt is stored, skipped, failed, or told no outcome. If
 * these do not add up to the attempts, nothing counts as avoided. Attempts that told no outcome may have been skips as well, so that the
 * avoided work is then the least that there was.
 *
 * @param attempts events of the step, counted apart from their outcomes
 * @param notTold events without an outcome
 * @param avoided of each unit what skips told; a unit that is absent was told by none
 */
public record AvoidedWork(
        Step step, long attempts, long stored, long skipped, long failed, long notTold, Map<Unit, Amount> avoided) {
    public AvoidedWork {
        avoided = Map.copyOf(avoided);
        if (attempts < 0 || stored < 0 || skipped < 0 || failed < 0 || notTold < 0) {
            throw new IllegalArgumentException("attempts, stored, skipped, failed, notTold: not negative");
        }
        if (!step.units().containsAll(avoided.keySet())) {
            throw new IllegalArgumentException("avoided: " + avoided.keySet() + " is not all of a step that has "
                    + step.units() + "; leave the others out");
        }
    }

    /** Unit of work. */
    public enum Unit {
        BYTES,
        PAGES,
        TOKENS;

        /** Word for people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Step of a pipeline that can be skipped, with the usual unit of its work. */
    public enum Step {
        UPLOAD(Unit.BYTES),
        PARSE(Unit.PAGES),
        CHUNK(Unit.BYTES),
        EMBED(Unit.TOKENS);

        private final Unit usual;

        Step(Unit usual) {
            this.usual = usual;
        }

        /** Unit that every skip of the step should tell. */
        public Unit usual() {
            return usual;
        }

        /** Units that its skips may tell: the usual one, and bytes. */
        public List<Unit> units() {
            return usual == Unit.BYTES ? List.of(Unit.BYTES) : List.of(usual, Unit.BYTES);
        }

        /** Word for people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Work of one unit that skips told.
     *
     * @param skips skips that told it
     * @param units their sum, which no number of events overflows
     */
    public record Amount(long skips, BigInteger units) {
        /** No amount: no skip has told any. */
        public static final Amount NONE = new Amount(0, BigInteger.ZERO);

        public Amount {
            if (skips < 0 || units.signum() < 0 || (skips == 0 && units.signum() > 0)) {
                throw new IllegalArgumentException("skips, units: not negative, and no units without a skip");
            }
        }

        Amount plus(Amount other) {
            return new Amount(Math.addExact(skips, other.skips), units.add(other.units));
        }
    }

    /** Attempts that no count holds; negative if there are more outcomes than attempts. */
    public long difference() {
        long outcomes = Math.addExact(Math.addExact(stored, skipped), Math.addExact(failed, notTold));
        return Math.subtractExact(attempts, outcomes);
    }

    public boolean reconciled() {
        return difference() == 0 && avoided.values().stream().allMatch(amount -> amount.skips() <= skipped);
    }

    /** Skips that told their work in a unit, and its sum. */
    public Amount amount(Unit unit) {
        return avoided.getOrDefault(unit, Amount.NONE);
    }

    /**
     * Units that count as avoided: those that skips told. Empty if nobody knows: no event told an outcome, no skip told its work, or the
     * events do not add up.
     */
    public Optional<BigInteger> counted(Unit unit) {
        boolean outcomesKnown = attempts > notTold;
        boolean workKnown = skipped == 0 || amount(unit).skips() > 0;
        return reconciled() && outcomesKnown && workKnown
                ? Optional.of(amount(unit).units())
                : Optional.empty();
    }

    /** For people: the sum, and its faults. */
    public String reconciliation() {
        String sum = step.word() + ": " + attempts + " attempts = " + stored + " stored + " + skipped + " skipped + "
                + failed + " failed + " + notTold + " not told";
        if (reconciled()) {
            return sum;
        }
        if (difference() == 0) {
            return sum + ", of which more skips told their work than there were, so none counts as avoided";
        }
        return sum + " does not hold: " + Math.abs(difference())
                + (difference() > 0 ? " attempts have no outcome" : " outcomes have no attempt")
                + ", so none counts as avoided";
    }

    /** For people: why there may be more avoided work in a unit than is counted; empty if all is known, or if nothing adds up. */
    public String remainder(Unit unit) {
        if (!reconciled()) {
            return "";
        }
        long silent = skipped - amount(unit).skips();
        String skips = silent == 0 ? "" : silent + " of " + skipped + " skips did not tell their " + unit.word();
        String attempted = notTold == 0 ? "" : notTold + " of " + attempts + " attempts told no outcome";
        String both = skips + (skips.isEmpty() || attempted.isEmpty() ? "" : ", and ") + attempted;
        return both.isEmpty() ? "" : (counted(unit).isPresent() ? "At least: " : "Not known: ") + both + ".";
    }

    public AvoidedWork plus(AvoidedWork other) {
        if (step != other.step) {
            throw new IllegalArgumentException("step: only events of one step can be added");
        }
        Map<Unit, Amount> sum = new EnumMap<>(Unit.class);
        sum.putAll(avoided);
        other.avoided.forEach((unit, amount) -> sum.merge(unit, amount, Amount::plus));
        return new AvoidedWork(
                step,
                Math.addExact(attempts, other.attempts),
                Math.addExact(stored, other.stored),
                Math.addExact(skipped, other.skipped),
                Math.addExact(failed, other.failed),
                Math.addExact(notTold, other.notTold),
                sum);
    }
}
