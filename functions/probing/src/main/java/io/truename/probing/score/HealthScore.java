// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Health score: the mean of the known parts by weight, capped while one of them is breached.
 *
 * @param score 0 to 100, not rounded; empty while no part is known
 * @param coverage weight of the known parts, from 0 to 1
 * @param breaches parts that cap the score
 * @param parts every part, in the order of {@link ScorePart}
 */
public record HealthScore(OptionalDouble score, double coverage, List<ScorePart> breaches, List<PartScore> parts) {
    /** The highest score while a part is breached. */
    public static final double CAP = 40;

    private static final double WHOLE = 100;

    public HealthScore {
        breaches = List.copyOf(breaches);
        parts = List.copyOf(parts);
    }

    /**
     * Computes the score.
     *
     * @param known at most one of each part, in any order; a part that is missing is unknown
     * @throws IllegalArgumentException if a part is there twice
     */
    public static HealthScore of(Collection<? extends PartScore> known) {
        Map<ScorePart, PartScore> byPart = new EnumMap<>(ScorePart.class);
        for (PartScore score : known) {
            if (byPart.put(score.part(), score) != null) {
                throw new IllegalArgumentException(score.part() + " is there twice");
            }
        }
        List<PartScore> parts = new ArrayList<>();
        List<ScorePart> breaches = new ArrayList<>();
        double sum = 0;
        double weights = 0;
        for (ScorePart part : ScorePart.values()) {
            PartScore score = byPart.getOrDefault(part, new PartScore.Unknown(part, "Nothing reads its inputs."));
            parts.add(score);
            if (score instanceof PartScore.Known value) {
                sum += value.value() * part.weight();
                weights += part.weight();
                if (value.breached()) {
                    breaches.add(part);
                }
            }
        }
        double mean = weights == 0 ? 0 : sum / weights;
        double capped = breaches.isEmpty() ? mean : Math.min(CAP, mean);
        return new HealthScore(
                weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(WHOLE, capped)),
                weights / WHOLE,
                breaches,
                parts);
    }
}
