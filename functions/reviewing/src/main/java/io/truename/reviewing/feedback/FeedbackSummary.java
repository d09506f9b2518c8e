// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Summary of answers: the score, and the share that found it useful, over all and by segment. A segment with fewer than ten answers is not
 * shown; if exactly one is too small, the smallest of the others is hidden with it, so that no subtraction from the whole reveals it.
 *
 * @param all empty with fewer than ten answers
 * @param segments by name, those that may be shown
 * @param hidden number of segments that are not
 */
public record FeedbackSummary(Optional<Result> all, List<Result> segments, int hidden) {
    /** Fewest answers that are shown. */
    public static final int FEWEST = 10;

    public FeedbackSummary {
        segments = List.copyOf(segments);
    }

    /**
     * Answers of a segment.
     *
     * @param answers of either kind
     * @param yes of those asked whether it was useful
     * @param asked how many of those there are
     * @param useful interval of the share; empty with fewer than ten such answers
     * @param score empty with fewer than ten such answers
     */
    public record Result(
            String segment,
            int answers,
            long yes,
            long asked,
            Optional<WilsonInterval> useful,
            Optional<PromoterScore> score) {
        private static Result of(String segment, List<Answer> answers) {
            long asked = answers.stream()
                    .filter(answer -> answer.useful().isPresent())
                    .count();
            long yes = answers.stream()
                    .filter(answer -> answer.useful().orElse(false))
                    .count();
            int[] scores = answers.stream()
                    .flatMapToInt(answer -> answer.score().stream())
                    .toArray();
            long promoters = Arrays.stream(scores).filter(score -> score >= 9).count();
            long detractors = Arrays.stream(scores).filter(score -> score <= 6).count();
            boolean enough = asked >= FEWEST;
            return new Result(
                    segment,
                    answers.size(),
                    enough ? yes : 0,
                    enough ? asked : 0,
                    enough ? Optional.of(WilsonInterval.of(yes, asked)) : Optional.empty(),
                    scores.length >= FEWEST
                            ? Optional.of(new PromoterScore(promoters, detractors, scores.length))
                            : Optional.empty());
        }
    }

    public static FeedbackSummary of(Collection<Answer> answers) {
        Map<String, List<Answer>> bySegment = new TreeMap<>();
        answers.forEach(answer -> bySegment
                .computeIfAbsent(answer.segment(), name -> new ArrayList<>())
                .add(answer));
        List<Result> shown = new ArrayList<>();
        int hidden = 0;
        for (var segment : bySegment.entrySet()) {
            if (segment.getValue().size() < FEWEST) {
                hidden++;
            } else {
                shown.add(Result.of(segment.getKey(), segment.getValue()));
            }
        }
        if (hidden == 1 && !shown.isEmpty()) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(Result::answers).thenComparing(Result::segment))
                    .orElseThrow());
            hidden++;
        }
        return new FeedbackSummary(
                answers.size() < FEWEST ? Optional.empty() : Optional.of(Result.of("all", List.copyOf(answers))),
                shown,
                hidden);
    }
}
