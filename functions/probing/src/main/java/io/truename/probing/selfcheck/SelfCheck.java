// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import io.truename.identity.Namespace;
import io.truename.identity.UuidText;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.selfcheck.ImplementationResult.Difference;
import io.truename.probing.selfcheck.ImplementationResult.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Result of a self-check. Published ids are the measure of every implementation. For drawn inputs it is the id by the code of this
 * instance, unless that code is wrong about a published one. An implementation that could not be asked neither agrees nor disagrees.
 *
 * @param seed draws the same questions again
 * @param namespace the corpus's
 * @param results in the order of {@link Implementation}
 */
public record SelfCheck(Instant at, int seed, Namespace namespace, List<ImplementationResult> results) {
    private static final String NOT_A_UUID = "not a UUID";

    public SelfCheck {
        results = List.copyOf(results);
    }

    /**
     * Compares answers.
     *
     * @param knownAnswers disagreement of this instance with its built-in known answers, as a sentence
     */
    public static SelfCheck of(
            Instant at,
            int seed,
            Namespace namespace,
            List<Question> questions,
            Optional<String> knownAnswers,
            Answers postgres,
            Answers generate) {
        Answers java = new Answers.Given(
                questions, questions.stream().map(Question::inJava).toList());
        ImplementationResult own = compared(Implementation.JAVA, java, false);
        if (knownAnswers.isPresent() && own.outcome() == Outcome.AGREED) {
            own = new ImplementationResult(
                    Implementation.JAVA, Outcome.DISAGREED, own.compared(), knownAnswers.get(), 1, List.of());
        }
        boolean measure = own.outcome() == Outcome.AGREED;
        return new SelfCheck(
                at,
                seed,
                namespace,
                List.of(
                        own,
                        compared(Implementation.POSTGRES, postgres, measure),
                        compared(Implementation.GENERATE, generate, measure)));
    }

    private static ImplementationResult compared(Implementation implementation, Answers answers, boolean drawnToo) {
        if (answers instanceof Answers.Given given) {
            return compared(implementation, given, drawnToo);
        }
        if (answers instanceof Answers.OtherNamespace other) {
            String reason = "It computes in another namespace than the corpus has: set TRUENAME_NAMESPACE of generate"
                    + " and the namespace of the mapping to the same.";
            return new ImplementationResult(
                    implementation,
                    Outcome.DISAGREED,
                    0,
                    reason,
                    1,
                    List.of(new Difference("namespace", other.expected(), uuid(other.namespace()))));
        }
        return new ImplementationResult(
                implementation, Outcome.UNCHECKED, 0, ((Answers.None) answers).reason(), 0, List.of());
    }

    private static ImplementationResult compared(Implementation implementation, Answers.Given given, boolean drawnToo) {
        int compared = 0;
        int differing = 0;
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < given.ids().size(); i++) {
            Question question = given.questions().get(i);
            Optional<String> expected =
                    question.published().or(() -> drawnToo ? Optional.of(question.inJava()) : Optional.empty());
            if (expected.isEmpty()) {
                continue;
            }
            compared++;
            String got = given.ids().get(i);
            if (!expected.get().equals(got)) {
                differing++;
                if (differences.size() < ImplementationResult.MOST_DIFFERENCES) {
                    differences.add(new Difference(question.name(), expected.get(), uuid(got)));
                }
            }
        }
        if (compared == 0) {
            return new ImplementationResult(
                    implementation, Outcome.UNCHECKED, 0, "No id could be compared.", 0, List.of());
        }
        return differing == 0
                ? new ImplementationResult(implementation, Outcome.AGREED, compared, "", 0, List.of())
                : new ImplementationResult(
                        implementation,
                        Outcome.DISAGREED,
                        compared,
                        differing + " of " + compared + " ids differ.",
                        differing,
                        differences);
    }

    /** Result of an implementation. */
    public ImplementationResult of(Implementation implementation) {
        return results.stream()
                .filter(result -> result.implementation() == implementation)
                .findFirst()
                .orElseThrow();
    }

    /** Disagreement if one implementation disagrees; agreement only if every one was checked and agrees. */
    public Outcome outcome() {
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.DISAGREED)) {
            return Outcome.DISAGREED;
        }
        return results.stream().allMatch(result -> result.outcome() == Outcome.AGREED)
                ? Outcome.AGREED
                : Outcome.UNCHECKED;
    }

    /** One observation for each implementation that disagrees; the samples are ids that it should have given. */
    public List<Observation> observations() {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.DISAGREED)
                .map(result -> new Observation(
                        cause(result.implementation()),
                        result.differing(),
                        result.differences().stream().map(Difference::expected).toList()))
                .toList();
    }

    /** Whether this check looked for a cause: one that could not be checked resolves nothing. */
    public boolean covers(Cause cause) {
        return results.stream()
                .anyMatch(result -> result.outcome() != Outcome.UNCHECKED
                        && cause(result.implementation()).equals(cause));
    }

    private static Cause cause(Implementation implementation) {
        return new Cause(FindingKind.RECIPE_DISAGREES, "", "", implementation.code());
    }

    /** Text of a foreign server is never shown. */
    private static String uuid(String text) {
        return UuidText.isUuid(text) ? text : NOT_A_UUID;
    }
}
