// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path to ids in a JSON value: a subset of SQL/JSON paths, {@code $.key}, {@code $."any key"} and {@code [*]} for every
 * element.
 *
 * @param steps 1 to 16
 */
public record JsonPath(List<Step> steps) {
    static final String RULE =
            "must be a JSON path such as $.document_id, $.\"any key\".id or $.ids[*], with 1 to 16 steps";

    private static final int MOST_STEPS = 16;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern STEP =
            Pattern.compile("\\G(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\.\"((?:[^\"\\\\]|\\\\[\"\\\\]){1,256}+)\"|(\\[\\*]))");

    public JsonPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("a path has 1 to " + MOST_STEPS + " steps");
        }
    }

    /** One step down. */
    public sealed interface Step {}

    /** Into the member of that name. */
    public record Member(String name) implements Step {}

    /** Into every element of an array. */
    public record EveryElement() implements Step {}

    /** Reads a path; within quotes a backslash goes before a quote or a backslash. Empty if the text is none. */
    public static Optional<JsonPath> parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = text.startsWith("$") ? 1 : 0;
        while (at > 0 && at < text.length() && steps.size() < MOST_STEPS && matcher.find(at)) {
            String plain = matcher.group(1);
            String quoted = matcher.group(2);
            if (plain != null) {
                steps.add(new Member(plain));
            } else if (quoted != null) {
                steps.add(new Member(quoted.replaceAll("\\\\([\"\\\\])", "$1")));
            } else {
                steps.add(new EveryElement());
            }
            at = matcher.end();
        }
        boolean whole = !steps.isEmpty() && at == text.length() && Characters.storable(text);
        return whole ? Optional.of(new JsonPath(steps)) : Optional.empty();
    }

    /** Whether it leads to one value at most, and not through arrays. */
    public boolean leadsToOne() {
        return steps.stream().allMatch(Member.class::isInstance);
    }

    /** As people write it: names that need no quotes without them. */
    public String shortest() {
        StringBuilder text = new StringBuilder("$");
        for (Step step : steps) {
            if (step instanceof Member member && PLAIN.matcher(member.name()).matches()) {
                text.append('.').append(member.name());
            } else {
                text.append(written(step));
            }
        }
        return text.toString();
    }

    /** As PostgreSQL's type {@code jsonpath} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        steps.forEach(step -> text.append(written(step)));
        return text.toString();
    }

    private static String written(Step step) {
        return step instanceof Member member
                ? ".\"" + member.name().replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "[*]";
    }
}
