// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.incident.ComponentChange.LikelyCause;
import io.truename.tuning.regression.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Groups openings by time and shared cause. Two that overlap are not one incident for that: there must be a component that could have
 * caused every opening of a group, because it is the one that the opening is about, or one that it needs.
 *
 * <ol>
 *   <li>Openings are taken in order of their start, so that the order in which their messages came does not matter.
 *   <li>One joins the group of its family: the tiers of one objective, or the same series of the same alert. It must begin while the
 *       other is open, within the window after its end or, for an objective, within reach of its start. A spent budget counts by its
 *       start alone.
 *   <li>Else it joins the group that lives and of which one of its possible causes is one, the nearest cause first. A group lives for the
 *       window after each start, and while an opening is open, within reach of its start.
 *   <li>A group takes nothing in that begins more than a day after its first symptom.
 *   <li>The causes of the group that are none of the new opening are dropped. Else it begins a group.
 * </ol>
 *
 * An opening is compared with one group for its family and one for each of its possible causes, so that the work grows with the number of
 * openings and not with its square.
 */
public final class Correlation {
    private final Components components;
    private final CorrelationRules rules;
    private final Map<String, List<String>> causes = new HashMap<>();
    private final Map<String, Family> families = new HashMap<>();
    private final Map<String, Draft> byCause = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private long comparisons;

    private Correlation(Components components, CorrelationRules rules) {
        this.components = components;
        this.rules = rules;
    }

    /**
     * Groups openings.
     *
     * @param openings in any order, each any number of times; a group whose first openings are left out has another first symptom
     * @param changes in any order
     * @return in order of the first symptoms
     */
    public static List<IncidentGroup> groups(
            Collection<Opening> openings,
            Collection<ComponentChange> changes,
            Components components,
            CorrelationRules rules) {
        return groups(openings, changes, List.of(), components, rules);
    }

    /** Groups openings; runs of jobs are possible causes, too. */
    public static List<IncidentGroup> groups(
            Collection<Opening> openings,
            Collection<ComponentChange> changes,
            Collection<ScheduledJob> jobs,
            Components components,
            CorrelationRules rules) {
        Correlation correlation = new Correlation(components, rules);
        correlation.add(openings);
        return correlation.finished(changes, jobs);
    }

    /** How often an opening was compared with a group. */
    static long comparisons(Collection<Opening> openings, Components components, CorrelationRules rules) {
        Correlation correlation = new Correlation(components, rules);
        correlation.add(openings);
        return correlation.comparisons;
    }

    private void add(Collection<Opening> openings) {
        Map<Opening.Key, Opening> merged = new TreeMap<>();
        openings.forEach(opening -> merged.merge(opening.key(), opening, Opening::merge));
        merged.values().stream()
                .sorted(Comparator.comparing(Opening::startedAt)
                        .thenComparing(this::rank)
                        .thenComparing(Opening::key))
                .forEach(this::add);
    }

    /** Rank of an opening, the lower the fewer components it needs: the database first, then functions, then objectives. */
    private int rank(Opening opening) {
        return 2 * causesOf(opening).size()
                + (opening.told().policy().objective().isEmpty() ? 0 : 1);
    }

    private List<String> causesOf(Opening opening) {
        return causes.computeIfAbsent(components.of(opening.told()), components::causesOf);
    }

    private void add(Opening opening) {
        List<String> possible = causesOf(opening);
        String family = family(opening.told());
        Draft draft = ofFamily(family, opening)
                .or(() -> ofCauses(possible, opening))
                .orElseGet(() -> {
                    Draft begun = new Draft(possible);
                    drafts.add(begun);
                    return begun;
                });
        draft.add(opening, possible);
        draft.causes.forEach(cause -> byCause.put(cause, draft));
        families.merge(family, Family.of(draft, opening), Family::then);
    }

    private static String family(IncidentNotification told) {
        String objective = told.policy().objective();
        return objective.isEmpty() ? told.policy() + " " + told.resource() + " " + told.metric() : objective;
    }

    private Optional<Draft> ofFamily(String name, Opening opening) {
        Family family = families.get(name);
        if (family == null) {
            return Optional.empty();
        }
        comparisons++;
        Instant start = opening.startedAt();
        boolean objective = !opening.told().policy().objective().isEmpty();
        boolean near = !start.minus(rules.window()).isAfter(family.end)
                || (objective && !start.minus(rules.reach()).isAfter(family.start));
        return Optional.of(family.draft).filter(draft -> near && draft.takes(opening));
    }

    private Optional<Draft> ofCauses(List<String> possible, Opening opening) {
        for (String cause : possible) {
            Draft draft = byCause.get(cause);
            comparisons += draft == null ? 0 : 1;
            if (draft != null
                    && draft.causes.contains(cause)
                    && draft.takes(opening)
                    && !opening.startedAt().isAfter(draft.livesUntil)) {
                return Optional.of(draft);
            }
        }
        return Optional.empty();
    }

    private List<IncidentGroup> finished(Collection<ComponentChange> changes, Collection<ScheduledJob> jobs) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Instant first = drafts.get(0).openings.get(0).startedAt();
        List<ScheduledRuns> runs = jobs.stream()
                .map(job -> ScheduledRuns.of(job, first))
                .filter(ScheduledRuns::tell)
                .toList();
        Map<Subject, NavigableMap<Instant, ComponentChange>> bySubject = bySubject(changes);
        return drafts.stream().map(draft -> finished(draft, bySubject, runs)).toList();
    }

    private Map<Subject, NavigableMap<Instant, ComponentChange>> bySubject(Collection<ComponentChange> changes) {
        Map<Subject, NavigableMap<Instant, ComponentChange>> bySubject = new HashMap<>();
        for (ComponentChange change : changes) {
            for (String component : reached(change)) {
                bySubject
                        .computeIfAbsent(new Subject(component, change.change().kind()), subject -> new TreeMap<>())
                        .merge(
                                change.at(),
                                change,
                                BinaryOperator.minBy(Comparator.comparing(ComponentChange::component)
                                        .thenComparing(ComponentChange.IN_ORDER.reversed())
                                        .thenComparing(same -> same.change().name())));
            }
        }
        return bySubject;
    }

    /** Components in which a change shows first: work is a load on everything that the component uses, a deploy is not. */
    private List<String> reached(ComponentChange change) {
        return change.change().kind() == Change.Kind.DEPLOY
                ? List.of(change.component())
                : components.causesOf(change.component());
    }

    private IncidentGroup finished(
            Draft draft, Map<Subject, NavigableMap<Instant, ComponentChange>> changes, List<ScheduledRuns> runs) {
        Set<String> failed = draft.openings.stream()
                .map(opening -> components.of(opening.told()))
                .collect(Collectors.toSet());
        String suspect = draft.causes.stream()
                .filter(failed::contains)
                .min(Comparator.comparingInt(
                        cause -> causes.getOrDefault(cause, List.of()).size()))
                .orElseGet(() -> draft.causes.iterator().next());
        return new IncidentGroup(draft.openings, List.copyOf(draft.causes), suspect, likely(draft, changes, runs));
    }

    private List<LikelyCause> likely(
            Draft draft, Map<Subject, NavigableMap<Instant, ComponentChange>> changes, List<ScheduledRuns> runs) {
        Instant first = draft.openings.get(0).startedAt();
        List<LikelyCause> likely = new ArrayList<>();
        for (Change.Kind kind : Change.Kind.values()) {
            draft.causes.stream()
                    .map(cause -> changes.get(new Subject(cause, kind)))
                    .flatMap(ofCause -> last(ofCause, first).stream())
                    .map(last -> new LikelyCause(last, Duration.between(last.at(), first)))
                    .min(Comparator.comparing(LikelyCause::before))
                    .ifPresent(likely::add);
        }
        likely.sort(Comparator.comparing(LikelyCause::before));
        // Last: a job ran before without an incident, a revision did not.
        runs.stream()
                .filter(job -> components.causesOf(job.component()).stream().anyMatch(draft.causes::contains))
                .flatMap(job -> job.before(first, rules.changes()).stream())
                .min(Comparator.comparing(LikelyCause::before)
                        .thenComparing(cause -> cause.change().change().name()))
                .ifPresent(likely::add);
        return likely;
    }

    /** The last change of a component before a first symptom, of those that are near enough. */
    private Optional<ComponentChange> last(@Nullable NavigableMap<Instant, ComponentChange> ofCause, Instant first) {
        return Optional.ofNullable(ofCause)
                .flatMap(changes -> changes.subMap(first.minus(rules.changes()), true, first, true).values().stream()
                        .reduce((one, other) -> ComponentChange.IN_ORDER.compare(one, other) > 0 ? one : other));
    }

    /** Key by which changes are looked up. */
    private record Subject(String component, Change.Kind kind) {}

    /** Openings of one objective, or of one series of an alert: their last start, and the last time at which one was open. */
    private record Family(Draft draft, Instant start, Instant end) {
        static Family of(Draft draft, Opening opening) {
            // A budget stays spent for weeks, in which other things happen.
            boolean budget = !opening.told().policy().objective().isEmpty()
                    && opening.told().policy().tier().isEmpty();
            Instant end = budget ? opening.startedAt() : opening.endedAt().orElse(Instant.MAX);
            return new Family(draft, opening.startedAt(), end);
        }

        Family then(Family later) {
            return draft == later.draft ? new Family(draft, later.start, latest(end, later.end)) : later;
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A group in the making. */
    private final class Draft {
        private final List<Opening> openings = new ArrayList<>();
        private final Set<String> causes;
        private Instant livesUntil = Instant.MIN;

        Draft(List<String> causes) {
            this.causes = new LinkedHashSet<>(causes);
        }

        boolean takes(Opening opening) {
            return !opening.startedAt().isAfter(openings.get(0).startedAt().plus(rules.longest()));
        }

        void add(Opening opening, List<String> possible) {
            openings.add(opening);
            causes.retainAll(possible);
            Instant start = opening.startedAt();
            Instant reach = start.plus(rules.reach());
            Instant window = start.plus(rules.window());
            Instant until = opening.endedAt().filter(reach::isAfter).orElse(reach);
            livesUntil = latest(livesUntil, latest(window, until));
        }
    }
}
