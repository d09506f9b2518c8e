// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.reporting.Value;
import java.util.List;
import java.util.Map;

/**
 * Advice on the strategy, with the gain and the cost of each. The gain is documents that can be retrieved again; the cost is
 * rows and time. The rule, first that applies:
 *
 * <ol>
 *   <li>Nothing is to be moved, or nothing that is has chunks (there is nothing to retrieve of it) and none of it is recent:
 *       {@code FORWARD_ONLY}. New documents get true ids; the old ones stay.
 *   <li>All of it takes {@value #LONGEST_FULL_SECONDS} seconds (a night of eight hours) at most, by the expected time: {@code FULL}.
 *   <li>The recent part takes at most half of the expected time and gives something back: {@code HYBRID}; the rest can follow as a
 *       later run, or never.
 *   <li>Otherwise {@code FULL}: leaving out less than half of the work is not worth two kinds of ids.
 * </ol>
 *
 * @param options all three, in the order of {@link Strategy}
 * @param because for people, with the numbers
 */
public record StrategyAdvice(Strategy recommended, String because, List<Option> options) {
    static final int LONGEST_FULL_SECONDS = 8 * 60 * 60;

    public StrategyAdvice {
        options = List.copyOf(options);
    }

    /**
     * Gain and cost of a strategy.
     *
     * @param restored documents with chunks that can be retrieved again
     * @param left documents with chunks that cannot
     */
    public record Option(Strategy strategy, EffortEstimate effort, long restored, long left) {}

    /** Gain and cost of the given strategy. */
    public Option option(Strategy strategy) {
        return options.stream()
                .filter(option -> option.strategy() == strategy)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Decides.
     *
     * @param full of moving everything
     * @param byPriority counts by the names of {@link PriorityClass}
     */
    public static StrategyAdvice of(EffortEstimate full, Map<String, DocumentCounts> byPriority) {
        DocumentCounts recent = byPriority
                .getOrDefault(PriorityClass.RECENT_WITH_CHUNKS.name(), DocumentCounts.NONE)
                .plus(byPriority.getOrDefault(PriorityClass.RECENT_WITHOUT_CHUNKS.name(), DocumentCounts.NONE));
        DocumentCounts all = byPriority.values().stream().reduce(DocumentCounts.NONE, DocumentCounts::plus);
        EffortEstimate ofRecent = full.part(recent.toMove(), recent.chunksToMove());
        List<Option> options = List.of(
                new Option(Strategy.FULL, full, all.restorable(), 0),
                new Option(Strategy.HYBRID, ofRecent, recent.restorable(), all.restorable() - recent.restorable()),
                new Option(Strategy.FORWARD_ONLY, full.part(0, 0), 0, all.restorable()));
        String time = Value.seconds(full.seconds().expected()).forPeople();
        if (all.toMove() == 0) {
            return new StrategyAdvice(
                    Strategy.FORWARD_ONLY,
                    "Every id is what the recipe gives, or cannot be computed: nothing is to be moved.",
                    options);
        }
        if (all.restorable() == 0 && recent.toMove() == 0) {
            return new StrategyAdvice(
                    Strategy.FORWARD_ONLY,
                    "None of the " + count(all.toMove())
                            + " documents to move has chunks or is recent: moving them gives nobody anything back.",
                    options);
        }
        if (full.seconds().expected() <= LONGEST_FULL_SECONDS) {
            return new StrategyAdvice(
                    Strategy.FULL,
                    "All " + count(full.rows()) + " rows take about " + time
                            + ", which is within one night, and restore " + count(all.restorable()) + " documents.",
                    options);
        }
        if (recent.restorable() > 0
                && 2 * ofRecent.seconds().expected() <= full.seconds().expected()) {
            return new StrategyAdvice(
                    Strategy.HYBRID,
                    "All of it takes about " + time + ". The recent part takes about "
                            + Value.seconds(ofRecent.seconds().expected()).forPeople() + " and restores "
                            + count(recent.restorable()) + " of " + count(all.restorable())
                            + " documents; the rest can follow.",
                    options);
        }
        return new StrategyAdvice(
                Strategy.FULL,
                "All of it takes about " + time
                        + ", and the recent part is more than half of the work, or restores nothing: two kinds of ids would not pay.",
                options);
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
