// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonNumber;
import io.truename.edge.json.Rules;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fields of one event: of its JSON object or, where that lacks one, of the attributes of the message that carried it. An attribute is
 * text, and otherwise has the same rules.
 */
final class EventFields {
    private final JsonBody body;
    private final Map<String, String> attributes;
    private final FieldProblems problems;

    EventFields(JsonBody body, Map<String, String> attributes, FieldProblems problems) {
        this.body = body;
        this.attributes = attributes;
        this.problems = problems;
    }

    /** Parsed text; empty if it is absent or bad. The parser throws IllegalArgumentException with the rule. */
    <T> Optional<T> text(String name, Function<String, T> parser) {
        return isAttribute(name)
                ? attribute(name, parser)
                : body.text(name, Optional.empty(), parser.andThen(Optional::of));
    }

    /** Parsed text that must be given. */
    <T> Optional<T> required(String name, Function<String, T> parser) {
        if (!body.has(name) && !isAttribute(name)) {
            problem(name, Rules.GIVEN, Rules.NOTHING);
        }
        return text(name, parser);
    }

    /** Whole number; empty if it is absent or bad. */
    Optional<Long> whole(String name, long least, long most) {
        if (isAttribute(name)) {
            return attribute(
                    name,
                    text -> JsonNumber.parseWhole(text, least, most)
                            .orElseThrow(() -> new IllegalArgumentException(Rules.wholeNumber(least, most))));
        }
        return body.has(name)
                ? Optional.of(body.whole(name, least - 1, least, most)).filter(value -> value >= least)
                : Optional.empty();
    }

    /** Number of the JSON object; empty if it is absent or bad. */
    Optional<Double> decimal(String name, double least, double most) {
        return body.has(name)
                ? Optional.of(body.decimal(name, least - 1, least, most)).filter(value -> value >= least)
                : Optional.empty();
    }

    /** True or false; empty if it is absent. */
    Optional<Boolean> flag(String name) {
        if (isAttribute(name)) {
            return attribute(name, text -> switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(Rules.BOOLEAN);
            });
        }
        return body.has(name) ? Optional.of(body.flag(name, false)) : Optional.empty();
    }

    /** Adds a problem with a field, at the place from which it was read. */
    void problem(String name, String rule, String got) {
        problems.add(() -> place(name), rule, got);
    }

    private String place(String name) {
        return attributes.containsKey(name) && !body.has(name)
                ? "/attributes/" + name
                : FieldProblem.below(body.pointer(), name);
    }

    private boolean isAttribute(String name) {
        return !body.has(name) && attributes.containsKey(name);
    }

    private <T> Optional<T> attribute(String name, Function<String, T> parser) {
        String text = attributes.getOrDefault(name, "");
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException bad) {
            problems.add(() -> "/attributes/" + name, String.valueOf(bad.getMessage()), Rules.length(text));
            return Optional.empty();
        }
    }
}
