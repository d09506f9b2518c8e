// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.Locale;

/**
 * Work that recorded events say was skipped, because its result was there. Every attempt must have one outcome; if some have none, nothing
 * counts as avoided, since nobody knows what became of the rest.
 *
 * @param skippedUnits bytes not uploaded, pages not parsed, tokens not embedded
 */
public record AvoidedWork(Step step, long attempts, long stored, long skipped, long failed, long skippedUnits) {
    public AvoidedWork {
        if (attempts < 0 || stored < 0 || skipped < 0 || failed < 0 || skippedUnits < 0) {
            throw new IllegalArgumentException("attempts, stored, skipped, failed, skippedUnits: not negative");
        }
        if (skipped == 0 && skippedUnits > 0) {
            throw new IllegalArgumentException("skippedUnits: 0 where no attempt was skipped");
        }
    }

    /** A step of a pipeline that can be skipped. */
    public enum Step {
        UPLOAD("bytes"),
        PARSE("pages"),
        EMBED("tokens");

        private final String unit;

        Step(String unit) {
            this.unit = unit;
        }

        public String unit() {
            return unit;
        }
    }

    /** Attempts without an outcome; negative if there are more outcomes than attempts. */
    public long difference() {
        return Math.subtractExact(attempts, Math.addExact(Math.addExact(stored, skipped), failed));
    }

    public boolean reconciled() {
        return difference() == 0;
    }

    /** Units that may be counted as avoided: 0 until the events add up. */
    public long countedUnits() {
        return reconciled() ? skippedUnits : 0;
    }

    /** For people: the sum, and what is wrong with it. */
    public String reconciliation() {
        String sum = step.name().toLowerCase(Locale.ROOT) + ": " + attempts + " attempts = " + stored + " stored + "
                + skipped + " skipped + " + failed + " failed";
        if (reconciled()) {
            return sum;
        }
        return sum + " does not hold: " + Math.abs(difference())
                + (difference() > 0 ? " attempts have no outcome" : " outcomes have no attempt")
                + ", so none counts as avoided";
    }

    public AvoidedWork plus(AvoidedWork other) {
        if (step != other.step) {
            throw new IllegalArgumentException("step: only events of one step can be added");
        }
        return new AvoidedWork(
                step,
                Math.addExact(attempts, other.attempts),
                Math.addExact(stored, other.stored),
                Math.addExact(skipped, other.skipped),
                Math.addExact(failed, other.failed),
                Math.addExact(skippedUnits, other.skippedUnits));
    }
}
